/** Whether an image's name says on which host it lives. */
export function hasHost(name: string): boolean {
  const host = name.slice(0, Math.max(0, name.indexOf('/')));
  return host === 'localhost' || host.includes('.') || host.includes(':');
}

/** Whether a text is longer than any reference can be, so that nobody need look at it. */
export function isTooLong(text: string): boolean {
  return text.length > LONGEST;
}

const LONGEST = 4096;
