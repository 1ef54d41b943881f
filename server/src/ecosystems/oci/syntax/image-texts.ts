/** Whether an image's name says on which host it lives. */
export function hasHost(name: string): boolean {
  const host = name.slice(0, Math.max(0, name.indexOf('/')));
  return host === 'localhost' || host.includes('.') || host.includes(':');
}

/** Whether a text is longer than any reference can be, so that nobody need look at it. */
export function isTooLong(text: string): boolean {
  return text.length > LONGEST_IMAGE_TEXT;
}

/** A reference has at most some 400 characters; quotes and escapes may make it longer. */
export const LONGEST_IMAGE_TEXT = 4096;
