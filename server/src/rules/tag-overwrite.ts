import { publishRule } from './publish-remark.ts';

export const tagOverwrite = publishRule({
  id: 'tag-overwrite',
  severity: 'warning',
  summary: "A step pushes an image under a version's tag that its registry has already.",
});
