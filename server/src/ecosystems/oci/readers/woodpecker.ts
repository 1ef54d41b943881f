import type { Reader } from '../../../model/reader.ts';
import { readPipelineSteps } from '../syntax/pipeline-steps.ts';

/** Woodpecker's workflows (woodpecker-ci.org, "Workflow syntax"; pipeline/frontend/yaml/types/workflow.go). */
export const woodpecker: Reader = {
  id: 'woodpecker',
  files: ['.woodpecker.{yml,yaml}', '.woodpecker/*.{yml,yaml}'],
  languages: [],
  read: text => readPipelineSteps(text, PULL),
};

const PULL = { words: { true: 'Always', false: 'IfNotPresent' }, always: 'true' } as const;
