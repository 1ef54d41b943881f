import type { Reference } from '../../../../server/src/model/reference.ts';
import { textUnder } from '../../../../server/src/model/span.ts';

/**
 * What is read of a reference, for the carets of a fixture: the name, what is wanted, and in brackets the only text
 * that a fix may replace; then what the file says besides, without the words of `source` that all its names share.
 */
export function labelFor(text: string, shared: string): (reference: Reference) => string {
  return ({ subject, lockedTo }) => {
    if (subject.kind === 'opaque') return [subject.why, subject.name ?? '-', subject.want ?? '-'].join(' ');
    if (subject.kind !== 'release') return 'no package';
    const { name, want, edit, source = '', toolchain, prereleases, deployed } = subject;
    const own = source.startsWith(shared) ? source.slice(shared.length).trim() : source;
    const words = [
      `${name} ${want.is}`,
      ...(want.is === 'exact' ? [want.version] : []),
      edit === undefined ? 'no edit' : `[${textUnder(text, edit)}]`,
      ...(own === '' ? [] : [own]),
      ...(toolchain === undefined ? [] : [`for ${toolchain}`]),
      ...(prereleases ? ['prereleases'] : []),
      ...(deployed ? ['deployed'] : []),
      ...(lockedTo === undefined ? [] : [`locked to ${lockedTo}`]),
    ];
    return words.join(' ');
  };
}
