import { circleci } from './circleci.ts';
import { githubActions } from './github-actions.ts';
import { gitlabCi } from './gitlab-ci.ts';
import type { PipelineKind } from './pipeline-kind.ts';

/** Every CI system whose jobs are looked into. A new one is a file in this folder and a line here. */
export const PIPELINES: readonly PipelineKind[] = [githubActions, gitlabCi, circleci];
