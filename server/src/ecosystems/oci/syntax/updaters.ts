/**
 * Whether the line on which a value ends says that Flux writes newer tags into it (Flux, "Image Update Automation":
 * a comment such as `# {"$imagepolicy": "flux-system:app:tag"}`).
 *
 * @param end behind the value
 */
export function isUpdated(text: string, end: number): boolean {
  // A line may be long and hold many images.
  const behind = text.slice(end, end + LONGEST_COMMENT);
  const newline = behind.indexOf('\n');
  return MARKER.test(newline < 0 ? behind : behind.slice(0, newline));
}

const LONGEST_COMMENT = 300;
const MARKER = /#\s*\{\s*"\$imagepolicy"\s*:/;
