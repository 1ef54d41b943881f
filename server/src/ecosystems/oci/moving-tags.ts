/** A whole version, a date, or a build's or commit's number: text that people put on one image and never on another. */
const FINAL = /\d+\.\d+\.\d+|(?<!\d)(?:19|20)\d{2}[-.]?(?:0[1-9]|1[0-2])[-.]?(?:0[1-9]|[12]\d|3[01])(?!\d)|\d{5,}/;
/** A commit's hash, which has letters and digits. */
const COMMIT = /(?:^|[-_.])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}(?:$|[-_.])/;

/**
 * Whether a tag is of the kind that is put on newer images as they come: `latest`, a branch, a part of a version such
 * as `20` or `3.19-slim`. A whole version, a date or a commit counts as final, though nothing keeps its owner from
 * moving it.
 */
export function isMovingTag(tag: string): boolean {
  return !FINAL.test(tag) && !COMMIT.test(tag);
}
