/** Whether a text holds what git writes where two changes do not fit together: no tool reads a lockfile that does. */
export function isConflicted(text: string): boolean {
  // Most texts are large and hold no such thing.
  return text.includes('<<<<<<< ') && /^<{7} /m.test(text) && /^>{7} /m.test(text);
}
