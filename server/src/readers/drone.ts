import type { Reader } from './reader.ts';
import { readPipelineSteps } from './syntax/pipeline-steps.ts';
import { readText } from './syntax/read-parts.ts';
import { yamlDocuments } from './syntax/yaml-documents.ts';

/** Drone's pipelines, one a document (docs.drone.io, "Docker pipelines"; drone-runner-docker, `engine/compiler/util.go`). */
export const drone: Reader = {
  id: 'drone',
  files: ['.drone.{yml,yaml}', '.drone/*.{yml,yaml}'],
  languages: [],
  parts: text => yamlDocuments(text),
  read: text => (yamlDocuments(text).length < 2 ? readPipelineSteps(text, PULL) : readText(drone, text, '').reading),
};

const PULL = {
  // `true` and `false` are of the time before version 1.
  words: { always: 'Always', 'if-not-exists': 'IfNotPresent', never: 'Never', true: 'Always', false: 'IfNotPresent' },
  always: 'always',
} as const;
