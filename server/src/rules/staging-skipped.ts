import { publishRule } from './publish-remark.ts';

export const stagingSkipped = publishRule({
  id: 'staging-skipped',
  severity: 'information',
  summary: 'A step releases without anybody looking at what was uploaded, where a release stays for ever.',
});
