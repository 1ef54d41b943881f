import type { PipelineKind } from './pipeline-kind.ts';

/** Not yet read. */
export const gitlabCi: PipelineKind = {
  id: 'gitlab-ci',
  read: () => ({ ci: 'gitlab-ci', isCalled: false, jobs: [] }),
};
