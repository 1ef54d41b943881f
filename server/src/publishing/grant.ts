import type { Fix } from '../model/finding.ts';
import type { PipelineJob } from '../model/pipeline.ts';
import { code } from '../model/plain-text.ts';

/** What lets a job say who it is, for review: whoever may do that may be taken for it. */
export function grantFix({ id, identity }: PipelineJob): readonly Fix[] {
  const { grant } = identity;
  return grant === undefined ? [] : [{ title: `Let job ${code(id)} say who it is`, safety: 'review', edits: [grant] }];
}
