import type { Ignorance } from '../model/answer.ts';
import type { NamedThing } from '../model/report.ts';

/** A name that could not be checked, with what was wanted of it, as in `node:20` or `left-pad ^1.0.0`. */
export function nameInWords({ registry, name, want }: NamedThing): string {
  const familiar = name?.replace(/^docker\.io\/(?:library\/(?=[^/]+$))?/, '') ?? '';
  if (want === null || want === '') return familiar;
  return registry === 'oci' ? `${familiar}:${want}` : `${familiar} ${want}`;
}

/** Who was or would have been asked: an image's host, else the ecosystem. */
function whoWasAsked({ registry, name }: NamedThing): string {
  return registry === 'oci' ? (name?.split('/')[0] ?? 'the registry') : `the ${registry} registry`;
}

/** Why a name could not be checked, as the rest of a sentence: plain words, without its full stop. */
export function ignoranceInWords(thing: NamedThing & { readonly why: Ignorance }): string {
  const who = whoWasAsked(thing);
  switch (thing.why) {
    case 'not-asked':
    case 'asking':
      return `${who} was not asked to the end`;
    case 'offline':
      return `${who} was not asked, because the network is switched off (\`--offline\`)`;
    case 'refused':
      return `${who} wants a login or does not let this one in`;
    case 'throttled':
      return `${who} asked for a pause, or allows little more; try again later, or log in for a higher limit`;
    case 'unreachable':
      return `${who} could not be reached`;
    case 'garbled':
      return `${who} gave an answer that could not be understood or verified`;
    case 'untrusted':
      return `${who} was not asked, because the folder is not trusted`;
    case 'blocked':
      return `${who} was not asked, because your own configuration blocks it`;
  }
}
