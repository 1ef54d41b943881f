import { ECOSYSTEMS } from '../ecosystems/index.ts';
import type { Ignorance } from '../model/answer.ts';
import type { NamedThing } from '../model/report.ts';

/** A name that could not be checked, with what was wanted of it, as in `node:20` or `left-pad ^1.0.0`. */
export function nameInWords({ registry, name, want }: NamedThing): string {
  return name === null ? '' : ECOSYSTEMS[registry].nameText(name, want || undefined);
}

/** Why a name could not be checked and what helps, as the rest of a sentence: plain words, without its full stop. */
export function ignoranceInWords(thing: NamedThing & { readonly why: Ignorance }): string {
  const said = ignoranceText(thing.why, ECOSYSTEMS[thing.registry].registryText(thing.name ?? undefined));
  const advice = adviceFor(thing.why);
  return advice === undefined ? said : `${said}; ${advice}`;
}

/** What somebody who reads a whole report, and has the time, can do about it. */
function adviceFor(why: Ignorance): string | undefined {
  switch (why) {
    case 'refused':
      return 'it may want a login, or another one';
    case 'throttled':
      return 'try again later, or log in for a higher limit';
    case 'not-asked':
    case 'asking':
    case 'offline':
    case 'unreachable':
    case 'garbled':
    case 'untrusted':
    case 'blocked':
      return undefined;
  }
}

/**
 * Why something could not be told, as the rest of a sentence without its full stop. `who` was, or would have been,
 * asked.
 */
export function ignoranceText(why: Ignorance, who = 'the registry'): string {
  switch (why) {
    case 'not-asked':
      return `${who} has not been asked yet`;
    case 'asking':
      return `${who} has not answered yet`;
    case 'offline':
      return `${who} was not asked, because the network is switched off by \`--offline\` or \`registryLens.offline\``;
    case 'refused':
      return `${who} refused access`;
    case 'throttled':
      return `${who} asked for a pause, or allows little more`;
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
