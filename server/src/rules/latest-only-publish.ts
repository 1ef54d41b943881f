import { publishRule } from './publish-remark.ts';

export const latestOnlyPublish = publishRule({
  id: 'latest-only-publish',
  severity: 'information',
  summary: 'A pipeline pushes an image under the tag that moves with every push, and under no other.',
});
