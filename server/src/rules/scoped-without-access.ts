import { publishRule } from './publish-remark.ts';

export const scopedWithoutAccess = publishRule({
  id: 'scoped-without-access',
  severity: 'information',
  summary: 'The first publish of a scoped package is not told that it is for all.',
});
