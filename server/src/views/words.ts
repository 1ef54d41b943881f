import type { Ignorance } from '../model/answer.ts';

/** Why something could not be told, as the end of a sentence that begins with "could not check:". */
export function ignoranceText(why: Ignorance): string {
  switch (why) {
    case 'not-asked':
      return 'nobody has asked yet';
    case 'asking':
      return 'the registry is being asked';
    case 'offline':
      return 'the network is switched off by `registryLens.offline`';
    case 'refused':
      return 'the registry refused access';
    case 'throttled':
      return 'the registry asked for a pause';
    case 'unreachable':
      return 'the registry could not be reached';
    case 'garbled':
      return 'the registry’s answer was not understood';
    case 'untrusted':
      return 'the folder is not trusted';
  }
}

/** How long ago a moment was, both in milliseconds since the epoch: `just now`, `3 minutes ago`, `2 days ago`. */
export function agoText(then: number, now: number): string {
  const minutes = Math.floor((now - then) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${counted(minutes, 'minute')} ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${counted(hours, 'hour')} ago`;
  return `${counted(Math.floor(hours / 24), 'day')} ago`;
}

/** A number and its noun: `1 name`, `3 names`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
