import type { Reference } from '../../../model/reference.ts';
import type { YamlDocument } from '../../../syntax/yaml-nodes.ts';
import type { YamlFound } from '../../../syntax/yaml-paths.ts';
import { textIn } from './helm-words.ts';
import { artifactReference, chosenArtifact } from './oci-artifacts.ts';

/**
 * A chart in a registry of images, by its version. Helm takes a whole version by its tag, in which `_` stands for `+`
 * (pkg/registry/client.go, `Push`), and chooses one of the tags for all else, which is listed and not judged. It knows
 * no digest there.
 */
export function chartArtifact(
  document: YamlDocument,
  repository: string,
  named: YamlFound,
  version: YamlFound | undefined,
): Reference | undefined {
  const want = textIn(version);
  const written = { repository, named, wanted: version };
  if (!WHOLE_VERSION.test(want)) return chosenArtifact(document, written, want);
  return artifactReference(document, { ...written, tag: want.replaceAll('+', '_') });
}

/** What Helm takes for one version and no range. With a `v` before it, its versions differ in what they make of it. */
const WHOLE_VERSION = /^\d{1,9}\.\d{1,9}\.\d{1,9}(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;
