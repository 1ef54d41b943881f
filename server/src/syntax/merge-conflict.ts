/** Whether a text holds what git writes where two changes do not fit together: no tool reads a lockfile that does. */
export function isConflicted(text: string): boolean {
  return /^<{7} /m.test(text) && /^>{7} /m.test(text);
}
