import type { PipelineKind } from './pipeline-kind.ts';

/** Not yet read. */
export const circleci: PipelineKind = {
  id: 'circleci',
  read: () => ({ ci: 'circleci', isCalled: false, jobs: [] }),
};
