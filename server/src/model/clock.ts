/**
 * Whether a moment has come, in milliseconds since the epoch. Who looks at one that has not is told when it does: the
 * moment is a key like those of answers and statements. What never comes is `Infinity`.
 */
export type IsPast = (moment: number) => boolean;

/** Under this, it is told that a moment has come. */
export function momentKey(moment: number): string {
  return `moment ${moment}`;
}
