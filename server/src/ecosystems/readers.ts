import type { Reader } from '../model/reader.ts';
import { readGlobs } from '../patterns/globs.ts';
import { packageJson } from './npm/readers/package-json.ts';
import { azurePipelines } from './oci/readers/azure-pipelines.ts';
import { bake } from './oci/readers/bake.ts';
import { bitbucketPipelines } from './oci/readers/bitbucket-pipelines.ts';
import { circleci } from './oci/readers/circleci.ts';
import { compose } from './oci/readers/compose.ts';
import { devcontainer } from './oci/readers/devcontainer.ts';
import { dockerfile } from './oci/readers/dockerfile.ts';
import { drone } from './oci/readers/drone.ts';
import { ecrLifecyclePolicy } from './oci/readers/ecr-lifecycle-policy.ts';
import { environment } from './oci/readers/environment.ts';
import { githubActions } from './oci/readers/github-actions.ts';
import { gitlabCi } from './oci/readers/gitlab-ci.ts';
import { helmChart } from './oci/readers/helm-chart.ts';
import { helmValues } from './oci/readers/helm-values.ts';
import { kubernetes } from './oci/readers/kubernetes.ts';
import { kustomization } from './oci/readers/kustomization.ts';
import { quadlet } from './oci/readers/quadlet.ts';
import { skaffold } from './oci/readers/skaffold.ts';
import { woodpecker } from './oci/readers/woodpecker.ts';

export { readText, readTextInTurns } from '../syntax/read-parts.ts';

/** Every file kind. A new one is a file in this folder and a line here. */
export const ALL_READERS: readonly Reader[] = [
  dockerfile,
  packageJson,
  githubActions,
  gitlabCi,
  circleci,
  bitbucketPipelines,
  azurePipelines,
  drone,
  woodpecker,
  compose,
  bake,
  devcontainer,
  helmChart,
  helmValues,
  kustomization,
  skaffold,
  quadlet,
  ecrLifecyclePolicy,
  kubernetes,
  environment,
];

/** The kinds whose files are documents: those that are not only read around others. */
export const READERS: readonly Reader[] = ALL_READERS.filter(reader => reader.isAside !== true);

const NAMED_ALL = ALL_READERS.map(reader => ({
  reader,
  matches: matcher(reader.files),
  excepts: matcher(reader.except ?? []),
}));

const NAMED = NAMED_ALL.filter(({ reader }) => reader.isAside !== true);

/**
 * The reader of a document: by its file name first, else by the editor's language id. Where several kinds share a name,
 * the text decides; without a text the first of them answers, which tells only that somebody may read it. `undefined`
 * where nobody does. `file` is the path with `/` from the workspace folder on.
 */
export function readerFor(file: string, languageId?: string, text?: string): Reader | undefined {
  const names = file.split('/');
  const possible = NAMED.filter(({ excepts }) => !excepts(names));
  const knows = ({ reader }: { reader: Reader }) => text === undefined || reader.recognises?.(text) !== false;
  const found =
    possible.find(named => named.matches(names) && knows(named)) ??
    possible.find(named => languageId !== undefined && named.reader.languages.includes(languageId) && knows(named));
  return found?.reader;
}

const AROUND = NAMED_ALL.filter(({ reader }) => reader.speaks !== undefined);

/** The reader of a file that may state something to documents around it, by its name without folders. */
export function readerAround(name: string): Reader | undefined {
  return AROUND.find(({ matches, excepts }) => matches([name]) && !excepts([name]))?.reader;
}

/** File names are strangers', and may be as long as they like. */
function matcher(globs: readonly string[]): (names: readonly string[]) => boolean {
  if (globs.length === 0) return () => false;
  return readGlobs(globs.map(glob => `**/${glob}`)).matches;
}
