import { ECOSYSTEMS } from '../ecosystems/index.ts';
import type { Ignorance } from '../model/answer.ts';
import type { NamedThing } from '../model/report.ts';
import type { Trouble, Whereabouts } from '../model/whereabouts.ts';

/** A name that could not be checked, with what was wanted of it, as in `node:20` or `left-pad ^1.0.0`. */
export function nameInWords({ registry, name, want }: NamedThing): string {
  return name === null ? '' : ECOSYSTEMS[registry].nameText(name, want || undefined);
}

/** Why a name could not be checked and what helps, as the rest of a sentence: plain words, without its full stop. */
export function ignoranceInWords(thing: NamedThing & Ignorant): string {
  const { why, whereabouts } = thing;
  const said = ignoranceText(why, whoIsAsked(thing, whereabouts), whereabouts);
  const advice = adviceFor(thing);
  return advice === undefined ? said : `${said}; ${advice}`;
}

/**
 * The command that may help where access is refused. A folder may have chosen the address, and people put the command
 * into a shell: so there is none where the address holds what means something to one.
 */
export function loginFor({ registry, why, whereabouts }: NamedThing & Ignorant): string | undefined {
  if (why !== 'refused' || whereabouts === undefined) return undefined;
  const command = ECOSYSTEMS[registry].loginCommand(whereabouts.base);
  return /^[\w .:/=@-]+$/.test(command) ? command : undefined;
}

/** Why something could not be told, and where it was asked, as far as that is known. */
interface Ignorant {
  readonly why: Ignorance;
  readonly whereabouts?: Whereabouts | undefined;
}

/**
 * Who is asked about a name, in the middle of a sentence: a mirror or another address with the host that it stands for.
 */
function whoIsAsked(
  { registry, name }: Pick<NamedThing, 'registry' | 'name'>,
  whereabouts: Whereabouts | undefined,
): string {
  const usual = ECOSYSTEMS[registry].registryText(name ?? undefined);
  if (whereabouts === undefined) return usual;
  const { base, isUsual, isItself, mirrors } = whereabouts;
  const { host } = new URL(base);
  const hosts = [...mirrors, ...(isUsual ? [usual] : [host])].join(' and ');
  return hosts === usual || isUsual || isItself === true ? hosts : `${hosts} (for ${usual})`;
}

/** What somebody who has the time can do about it. */
function adviceFor(thing: NamedThing & Ignorant): string | undefined {
  switch (thing.why) {
    case 'refused': {
      const login = loginFor(thing);
      return login === undefined ? 'it may want a login, or another one' : `\`${login}\` may help`;
    }
    case 'throttled':
      return 'try again later, or log in for a higher limit';
    case 'not-asked':
    case 'asking':
    case 'offline':
    case 'unreachable':
    case 'garbled':
    case 'untrusted':
    case 'blocked':
    case 'elsewhere':
    case 'unnamed':
      return undefined;
  }
}

/**
 * Why something could not be told, as the rest of a sentence without its full stop. `who` was, or would have been,
 * asked.
 */
export function ignoranceText(why: Ignorance, who = 'the registry', whereabouts?: Whereabouts): string {
  const trouble = whereabouts?.trouble;
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
      return trouble?.is === 'paused'
        ? `${who} asked for a pause until ${clockText(trouble.until)}`
        : `${who} asked for a pause, or allows little more`;
    case 'unreachable':
      return trouble === undefined ? `${who} could not be reached` : troubleText(trouble, who);
    case 'garbled':
      return `${who} gave an answer that could not be understood or verified`;
    case 'untrusted':
      return `${who} was not asked, because the folder is not trusted`;
    case 'blocked':
      return `${who} was not asked, because your own configuration blocks it`;
    case 'elsewhere':
      return `${who} does not have it, and what is asked next is not asked from here`;
    case 'unnamed':
      return 'no configuration names the address that the lockfile has it from';
  }
}

function troubleText(trouble: Trouble, who: string): string {
  switch (trouble.is) {
    case 'failing':
      return `${who} answered ${trouble.status}, so it does not work now`;
    case 'timed-out':
      return `${who} did not answer in time`;
    case 'not-connected':
      return `${who} could not be reached: ${connectionText(trouble.code)}`;
    case 'paused':
      return `${who} could not be reached`;
  }
}

/** Of what the system says of a connection, what most people meet. */
function connectionText(code: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return 'it refused the connection';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'its name has no address here';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'no way leads there from here';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'it closed the connection';
    default:
      return code;
  }
}

/** A time of day as the user's clocks show it. */
function clockText(time: number): string {
  const date = new Date(time);
  return [date.getHours(), date.getMinutes()].map(part => String(part).padStart(2, '0')).join(':');
}
