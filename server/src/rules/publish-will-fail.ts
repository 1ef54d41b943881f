import { publishRule } from './publish-remark.ts';

export const publishWillFail = publishRule({
  id: 'publish-will-fail',
  severity: 'error',
  summary: 'A step that publishes is certain to fail, by what the workflow says and by what the registry refuses.',
});
