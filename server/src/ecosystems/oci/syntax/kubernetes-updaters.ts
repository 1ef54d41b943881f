import type { Reference } from '../../../model/reference.ts';
import { type Span, withinSome } from '../../../model/span.ts';
import type { YamlMap } from '../../../syntax/yaml-nodes.ts';
import { findPath, textAt } from '../../../syntax/yaml-paths.ts';
import type { KubernetesObject } from './kubernetes-images.ts';

/**
 * The objects of a document of which annotations, or labels, say that a program puts newer images in place when tags
 * move: a digest there stops it, or is written over.
 */
export class UpdatedObjects {
  readonly #spans: Span[] = [];
  readonly #known = new Map<YamlMap, boolean>();

  add({ map, group }: KubernetesObject): void {
    const isArgo = group === 'argoproj.io';
    const isKept = METADATA.some(path =>
      findPath(map, path).some(
        ({ value }) => value?.kind === 'map' && (isArgo ? isOn(textAt(value, ARGO_CD)) : this.#isWorkloadKept(value)),
      ),
    );
    if (isKept) this.#spans.push(map.span);
  }

  /** An anchor's annotations may be those of many: they are looked through once. */
  #isWorkloadKept(names: YamlMap): boolean {
    const known = this.#known.get(names);
    if (known !== undefined) return known;
    const ofContainers = names.entries.some(
      ({ key, value }) => key.value.startsWith(`${PODMAN}/`) && value?.kind === 'scalar' && isOn(value.value),
    );
    const isKept = ofContainers || [PODMAN, KEEL].some(key => isOn(textAt(names, key)));
    this.#known.set(names, isKept);
    return isKept;
  }

  /** References with the pins marked that an updater would meet. */
  marked(references: Reference[]): Reference[] {
    if (this.#spans.length === 0) return references;
    const isUpdated = withinSome(this.#spans);
    return references.map(reference => {
      const { subject, span } = reference;
      if (subject.kind !== 'image' || subject.pin.follower !== undefined || !isUpdated(span)) return reference;
      return { ...reference, subject: { ...subject, pin: { ...subject.pin, follower: 'updater' } } };
    });
  }
}

const METADATA = ['metadata', 'spec.template.metadata'].flatMap(path => [`${path}.annotations`, `${path}.labels`]);

/** Argo CD's Image Updater writes into its applications (argocd-image-updater, "Configuration", `image-list`). */
const ARGO_CD = 'argocd-image-updater.argoproj.io/image-list';
/** For a pod, or behind a slash for one of its containers (podman-auto-update(1), podman-kube-play(1)). */
const PODMAN = 'io.containers.autoupdate';
/** Keel's policy for a workload (keel.sh, "Policies"). */
const KEEL = 'keel.sh/policy';

function isOn(value: string | undefined): boolean {
  return value !== undefined && !/^(?:|never|disabled|false)$/.test(value);
}
