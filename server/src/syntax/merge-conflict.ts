/** Whether a text holds what git writes where two changes do not fit together: no tool reads a lockfile that does. */
export function isConflicted(text: string): boolean {
  // A look for the plain text costs next to nothing, and large texts have none.
  return text.includes('<<<<<<< ') && /^<{7} /m.test(text) && /^>{7} /m.test(text);
}
