import { publishRule } from './publish-remark.ts';

export const longLivedToken = publishRule({
  id: 'long-lived-token',
  severity: 'information',
  summary: 'A step publishes by a token that stays valid, where the registry takes a job that says who it is.',
});
