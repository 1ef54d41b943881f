import type { ImageEcosystem } from '../../model/ecosystem.ts';
import { mayArchive, retentionOf } from './host-retention.ts';
import { DEFAULT_TAG, isMovingTag, meantTag, newestVersionTags, tagsForPeople } from './image-tags.ts';
import { imagePage } from './page.ts';
import { ociPullBack } from './pull-back.ts';
import { azurePipelines } from './readers/azure-pipelines.ts';
import { bake } from './readers/bake.ts';
import { bitbucketPipelines } from './readers/bitbucket-pipelines.ts';
import { chartLock } from './readers/chart-lock.ts';
import { circleci } from './readers/circleci.ts';
import { compose } from './readers/compose.ts';
import { devcontainer } from './readers/devcontainer.ts';
import { devcontainerLock } from './readers/devcontainer-lock.ts';
import { dockerfile } from './readers/dockerfile.ts';
import { drone } from './readers/drone.ts';
import { environment } from './readers/environment.ts';
import { githubActions } from './readers/github-actions.ts';
import { gitlabCi } from './readers/gitlab-ci.ts';
import { helmChart } from './readers/helm-chart.ts';
import { helmValues } from './readers/helm-values.ts';
import { kubernetes } from './readers/kubernetes.ts';
import { kustomization } from './readers/kustomization.ts';
import { quadlet } from './readers/quadlet.ts';
import { skaffold } from './readers/skaffold.ts';
import { woodpecker } from './readers/woodpecker.ts';
import { RETENTION_COMPANIONS, RETENTION_READERS } from './retention/index.ts';

/** Images, in every registry that speaks the protocol of the Open Container Initiative. */
export const oci: ImageEcosystem = {
  id: 'oci',
  // Kubernetes stays behind those with names of their own: any YAML or JSON may be a manifest, and the text decides.
  readers: [
    dockerfile,
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
    devcontainerLock,
    helmChart,
    chartLock,
    helmValues,
    kustomization,
    skaffold,
    quadlet,
    kubernetes,
    // Their text alone tells as well, and none of them has what Kubernetes' has.
    ...RETENTION_READERS,
    environment,
  ],
  companions: RETENTION_COMPANIONS,
  nameText(name, want) {
    const familiar = name.replace(/^docker\.io\/(?:library\/(?=[^/]+$))?/, '');
    return want === undefined ? familiar : `${familiar}:${want}`;
  },
  registryText: name => name?.split('/')[0] ?? 'the registry',
  loginCommand(base) {
    const { host } = new URL(base);
    // Docker Hub's login is kept under another name than its address.
    return host === 'registry-1.docker.io' ? 'docker login' : `docker login ${host}`;
  },
  defaultTag: DEFAULT_TAG,
  meantTag,
  isMovingTag,
  newestVersionTags,
  tagsForPeople,
  retentionOf,
  mayArchive,
  pullBack: ociPullBack,
  page: ({ name }) => imagePage(name),
};
