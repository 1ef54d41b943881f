import type { Reader } from '../../../model/reader.ts';
import { readPipelineSteps } from '../syntax/pipeline-steps.ts';
import { readByDocuments } from '../syntax/read-by-documents.ts';

/**
 * Drone's pipelines, one a document (docs.drone.io, "Docker pipelines"; drone-runner-docker,
 * `engine/compiler/util.go`).
 */
export const drone: Reader = {
  id: 'drone',
  files: ['.drone.{yml,yaml}', '.drone/*.{yml,yaml}'],
  languages: [],
  ...readByDocuments(text => readPipelineSteps(text, PULL)),
};

const PULL = {
  // `true` and `false` are of the time before version 1.
  words: { always: 'Always', 'if-not-exists': 'IfNotPresent', never: 'Never', true: 'Always', false: 'IfNotPresent' },
  always: 'always',
} as const;
