import { IMAGES } from '../ecosystems/index.ts';
import { familiarImageName, shortDigest } from '../model/names.ts';
import { code, LONGEST_PATH, plainText } from '../model/plain-text.ts';
import type { Fate, RetentionPolicy } from '../model/retention.ts';
import type { ImagesSource, SimulatedImage, Simulation } from '../model/simulation.ts';
import { ignoranceInWords } from './ignorance.ts';
import { briefAge, counted } from './words.ts';

/** Which policy it is, and of what; names in backticks. */
export function titleOf({ policy, outcome }: Simulation): string {
  const where = outcome.is === 'simulated' ? outcome.source : outcome;
  const asked = where !== undefined && 'name' in where ? familiarImageName(where.name) : ownName(policy);
  return `Retention policy of ${policy.provider}${asked === undefined ? '' : `, ${code(asked)}`}`;
}

/** Why a policy could not be tried, as a sentence that begins with it; `undefined` where it was. */
export function whyNotSimulated({ policy, outcome }: Simulation): string | undefined {
  const who = policyText(policy);
  switch (outcome.is) {
    case 'simulated':
      return undefined;
    case 'unnamed':
      return `${who} does not say which repository it is for, or not where that is, and no file beside it names one. It can be tried on images that a file lists.`;
    case 'refused':
      return `${who} is refused as it is written, so what it would do is unknown, and no registry was asked.`;
    case 'left':
      return `${who} may be for ${outcome.count === 1 ? 'one repository' : `${outcome.count} repositories`} more that the workspace names, and ${outcome.count === 1 ? 'that was' : 'those were'} not looked at.`;
    case 'ignored':
      return `${who} is for ${code(familiarImageName(outcome.name))}, a name that the settings keep from registries (\`registryLens.ignore\`), so none was asked. It can be tried on images that a file lists.`;
    case 'absent':
      return `${who} is for ${code(familiarImageName(outcome.name))}, and the registry says that there is no such repository.`;
    case 'untold': {
      const { name, why, whereabouts } = outcome;
      const thing = { registry: IMAGES.id, name: `${name.host}/${name.repository}`, want: null } as const;
      return `${who} is for ${code(familiarImageName(name))}, which could not be checked: ${ignoranceInWords({ ...thing, why, whereabouts })}.`;
    }
  }
}

/** What the table says of an image: its cells, of plain words, empty where there is nothing. */
export function rowOf({ image, fate, pinned }: SimulatedImage, now: number): readonly string[] {
  const { digest, tags, pushedAt, children } = image;
  const some = tags.slice(0, MOST_TAGS_SHOWN).join(', ');
  const more = tags.length > MOST_TAGS_SHOWN ? ` and ${tags.length - MOST_TAGS_SHOWN} more` : '';
  const removed = fate.fate === 'deleted' ? [] : fate.tagsRemoved;
  const without = removed.length === 0 ? '' : `, without ${removed.slice(0, MOST_TAGS_SHOWN).join(', ')}`;
  return [
    tags.length === 0 ? '' : plainText(`${some}${more}`),
    `${shortDigest(digest)}${children === undefined ? '' : ' (index)'}`,
    pushedAt === undefined ? 'unknown' : briefAge(pushedAt, now),
    plainText(`${fate.fate}${without}`),
    fate.by === undefined ? '' : plainText(fate.by),
    pinned === undefined ? '' : plainText(`${pinned.file}:${pinned.line}`, LONGEST_PATH),
  ];
}

const MOST_TAGS_SHOWN = 4;

/** The head of a table of such rows. */
export function headOf(source: ImagesSource): readonly string[] {
  return ['Tags', 'Digest', source.is === 'asked' ? 'Built' : 'Pushed', 'Fate', 'Rule', 'Pinned in'];
}

/** The columns of a row in which the image's age and its fate stand: in our own words. */
export const AGE_COLUMN = 2;
export const FATE_COLUMN = 3;

function policyText(policy: RetentionPolicy): string {
  const name = ownName(policy);
  return `The policy of ${policy.provider}${name === undefined ? '' : ` ${code(name)}`}`;
}

/** A step may be called as the program that it runs. */
function ownName({ name, provider }: RetentionPolicy): string | undefined {
  return name === provider.replaceAll('`', '') ? undefined : name;
}

/** The sums, and what they rest on: sentences with values in backticks. */
export function sentencesOf(simulation: Simulation): readonly string[] {
  const { policy, outcome } = simulation;
  if (outcome.is !== 'simulated') return [whyNotSimulated(simulation) ?? ''];
  const { images, source } = outcome;
  const isRefused = policy.faults.some(({ is }) => is === 'invalid');
  return [
    sumsOf(images),
    ...pinsText(images),
    ...(isRefused ? [`${policy.provider} refuses this policy, so what it would do is unknown.`] : []),
    ...(policy.isIdle === true
      ? ['It is switched off, or only says what it would do: as it is, it takes nothing.']
      : []),
    ...(source.is === 'asked' ? askedText(source) : []),
  ];
}

const FATES: readonly Fate[] = ['kept', 'deleted', 'archived', 'unknown'];

function sumsOf(images: readonly SimulatedImage[]): string {
  const sums = FATES.flatMap(fate => {
    const count = images.filter(image => image.fate.fate === fate).length;
    return count === 0 ? [] : [`${count} ${fate}`];
  });
  const tags = images.reduce((sum, { fate }) => sum + (fate.fate === 'deleted' ? 0 : fate.tagsRemoved.length), 0);
  const only = tags === 0 ? '' : `; ${counted(tags, 'tag')} removed from what stays`;
  return `${counted(images.length, 'image')}${sums.length === 0 ? '' : `: ${sums.join(', ')}`}${only}.`;
}

/** What the workspace pins of that. */
function pinsText(images: readonly SimulatedImage[]): readonly string[] {
  const pinned = images.filter(image => image.pinned !== undefined);
  if (pinned.length === 0) return [];
  const gone = pinned.filter(({ fate: { fate } }) => fate === 'deleted' || fate === 'archived').length;
  const open = pinned.filter(({ fate: { fate } }) => fate === 'unknown').length;
  const unknown = open === 0 ? '' : ` What becomes of ${open} is unknown.`;
  if (gone > 0) {
    const whose = pinned.length === 1 ? 'it' : gone === pinned.length ? 'all of those' : `${gone} of those`;
    return [
      `The workspace pins ${pinned.length} of them, and ${whose} would be taken: who pulls by the pin gets nothing.${unknown}`,
    ];
  }
  const stay = pinned.length === 1 ? ', and it stays' : ', and all of those stay';
  return [`The workspace pins ${pinned.length} of them${open === 0 ? stay : ''}.${unknown}`];
}

function askedText({ name, tags, hasMore, untold, isGuessed }: Extract<ImagesSource, { is: 'asked' }>): string[] {
  const where = code(familiarImageName(name));
  return [
    ...(isGuessed
      ? [`The policy does not say which repository it is for: ${where} is what the workspace names of that registry.`]
      : []),
    ...(hasMore
      ? [`Only the first ${counted(tags, 'tag')} of ${where} were looked at, and what counts images may count others.`]
      : []),
    ...(untold === 0
      ? []
      : [`The registry did not tell of ${counted(untold, 'tag or digest')}, so what counts images may count others.`]),
    'Ages count from the build that an image’s configuration tells, and not from the push, which a registry does not tell.',
    'When images were pulled is not told either: what rests on that is unknown. Images without a tag are seen only inside of an index, and where the workspace pins them.',
  ];
}
