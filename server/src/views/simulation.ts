import { IMAGES } from '../ecosystems/index.ts';
import { familiarImageName, shortDigest } from '../model/names.ts';
import { code, LONGEST_MESSAGE, LONGEST_PATH, plainText } from '../model/plain-text.ts';
import type { Fate, RetentionPolicy } from '../model/retention.ts';
import type { ImagesSource, SimulatedImage, Simulation } from '../model/simulation.ts';
import { ignoranceInWords } from './ignorance.ts';
import { highlighted, type Paint, painter, type Style, wrapped } from './ink.ts';
import { type Card, cardMarkdown, escapeMarkdown, type Line, type Part } from './markdown.ts';
import type { TerminalOptions } from './terminal.ts';
import { briefAge, counted } from './words.ts';

/** What `retention --format json` prints: of a policy that could not be tried, no images. */
export function simulationsAsJson(simulations: readonly Simulation[]): object {
  return {
    policies: simulations.map(({ policy, outcome }) => ({
      kind: policy.kind,
      images:
        outcome.is === 'simulated'
          ? outcome.images.map(({ fate: { digest, fate, by, tagsRemoved } }) => ({
              ...{ digest, fate, by: by ?? null, tagsRemoved },
            }))
          : [],
    })),
  };
}

/** What `retention` prints for people: a table for each policy. `now` in milliseconds since 1970. */
export function simulationsForTerminal(
  simulations: readonly Simulation[],
  now: number,
  { colours, width }: TerminalOptions,
): string {
  const paint = painter(colours);
  const sentence = (text: string) => highlighted(wrapped(plainText(text, LONGEST_MESSAGE), 2, width), paint);
  const parts = simulations.map(simulation => {
    const { outcome } = simulation;
    const lines = [paint('underline', plainText(titleOf(simulation)))];
    if (outcome.is === 'simulated') lines.push(...tableLines(outcome.images, outcome.source, now, paint));
    lines.push('', ...sentencesOf(simulation).map(text => `  ${sentence(text)}`));
    return lines.join('\n');
  });
  return `${parts.join('\n\n')}\n`;
}

/** The same as a document of Markdown, for an editor to show. */
export function simulationsMarkdown(simulations: readonly Simulation[], now: number): string {
  const [first] = simulations;
  const title = simulations.length === 1 && first !== undefined ? titleOf(first) : 'Retention policies';
  const parts = simulations.map(simulation => {
    const { outcome } = simulation;
    const card: Card = [
      ...sentencesOf(simulation).map(lineOf),
      ...(outcome.is === 'simulated' ? tableCard(outcome.images, outcome.source, now) : []),
    ];
    const heading = simulations.length === 1 ? '' : `## ${escapeMarkdown(titleOf(simulation))}\n\n`;
    return heading + cardMarkdown(card);
  });
  return `${[`# ${escapeMarkdown(title)}`, ...parts].join('\n\n')}\n`;
}

/** What a document about a policy is called: no name of a file with more than letters, digits and the like. */
export function simulationTitle(simulations: readonly Simulation[]): string {
  const [first] = simulations;
  return simulations.length === 1 && first !== undefined ? titleOf(first) : 'Retention policies';
}

/** Why a policy could not be tried, as a sentence that begins with it; `undefined` where it was. */
export function whyNotSimulated({ policy, outcome }: Simulation): string | undefined {
  const who = policyText(policy);
  switch (outcome.is) {
    case 'simulated':
      return undefined;
    case 'unnamed':
      return `${who} does not say which repository it is for, or not where that is, and no file beside it names one. It can be tried on images that a file lists.`;
    case 'absent':
      return `${who} is for ${code(familiarImageName(outcome.name))}, and the registry says that there is no such repository.`;
    case 'untold': {
      const { name, why, whereabouts } = outcome;
      const thing = { registry: IMAGES.id, name: `${name.host}/${name.repository}`, want: null } as const;
      return `${who} is for ${code(familiarImageName(name))}, which could not be checked: ${ignoranceInWords({ ...thing, why, whereabouts })}.`;
    }
  }
}

function titleOf({ policy, outcome }: Simulation): string {
  const where = outcome.is === 'unnamed' ? undefined : outcome.is === 'simulated' ? outcome.source : outcome;
  const asked = where !== undefined && 'name' in where ? familiarImageName(where.name) : policy.name;
  return `Retention policy of ${policy.provider}${asked === undefined ? '' : `, ${asked}`}`;
}

function policyText({ name, provider }: RetentionPolicy): string {
  return name === undefined ? `The policy of ${provider}` : `The policy of ${provider} ${code(name)}`;
}

/** The sums, and what they rest on. */
function sentencesOf(simulation: Simulation): readonly string[] {
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
  const unknown = open === 0 ? '' : ` Of ${open} it is unknown what becomes.`;
  if (gone > 0) {
    const whose = gone === pinned.length ? 'all of those' : `${gone} of those`;
    return [
      `The workspace pins ${pinned.length} of them, and ${whose} would be taken: who pulls by the pin gets nothing.${unknown}`,
    ];
  }
  return [`The workspace pins ${pinned.length} of them${open === 0 ? ', and all of those stay' : ''}.${unknown}`];
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

/** What the table says of an image. */
interface Row {
  readonly tags: string;
  readonly digest: string;
  readonly age: string;
  readonly fate: string;
  readonly by: string;
  readonly pinned: string;
}

function rowOf({ image, fate, pinned }: SimulatedImage, now: number): Row {
  const { digest, tags, pushedAt, children } = image;
  const some = tags
    .slice(0, MOST_TAGS_SHOWN)
    .map(tag => plainText(tag))
    .join(', ');
  const more = tags.length > MOST_TAGS_SHOWN ? ` and ${tags.length - MOST_TAGS_SHOWN} more` : '';
  const removed = fate.fate === 'deleted' ? [] : fate.tagsRemoved;
  const without = removed.length === 0 ? '' : `, without ${removed.slice(0, MOST_TAGS_SHOWN).join(', ')}`;
  return {
    tags: tags.length === 0 ? '(none)' : `${some}${more}`,
    digest: `${shortDigest(digest)}${children === undefined ? '' : ' (index)'}`,
    age: pushedAt === undefined ? 'unknown' : briefAge(pushedAt, now),
    fate: plainText(`${fate.fate}${without}`),
    by: fate.by === undefined ? '' : plainText(fate.by),
    pinned: pinned === undefined ? '' : plainText(`${pinned.file}:${pinned.line}`, LONGEST_PATH),
  };
}

const MOST_TAGS_SHOWN = 4;

function headOf(source: ImagesSource): readonly string[] {
  return ['Tags', 'Digest', source.is === 'asked' ? 'Built' : 'Pushed', 'Fate', 'Rule', 'Pinned in'];
}

function cellsOf({ tags, digest, age, fate, by, pinned }: Row): readonly string[] {
  return [tags, digest, age, fate, by, pinned];
}

function tableLines(
  images: readonly SimulatedImage[],
  source: ImagesSource,
  now: number,
  paint: Paint,
): readonly string[] {
  if (images.length === 0) return [];
  const rows = images.map(image => cellsOf(rowOf(image, now)));
  const table = [headOf(source), ...rows];
  const widths = headOf(source).map((_, column) => Math.max(...table.map(row => (row[column] ?? '').length)));
  return table.map((row, index) => {
    const fate = images[index - 1]?.fate.fate;
    const cells = row.map((cell, column) => {
      const padded = column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0);
      if (index === 0) return paint('dim', padded);
      if (column === FATE_COLUMN && fate !== undefined && fate !== 'kept') return paint(COLOUR[fate], padded);
      return column === row.length - 1 && cell !== '' ? paint('bold', padded) : padded;
    });
    return `  ${cells.join('  ')}`.trimEnd();
  });
}

const FATE_COLUMN = 3;
const COLOUR: Readonly<Record<Exclude<Fate, 'kept'>, Style>> = { deleted: 'red', archived: 'yellow', unknown: 'blue' };

function tableCard(images: readonly SimulatedImage[], source: ImagesSource, now: number): Card {
  if (images.length === 0) return [];
  const shown = images.slice(0, MOST_ROWS);
  const rows = shown.map(each => {
    const { tags, digest, age, fate, by, pinned } = rowOf(each, now);
    const isTaken = each.fate.fate !== 'kept';
    const cells: readonly Part[] = [
      tags,
      { code: digest },
      age,
      isTaken ? { strong: fate } : fate,
      by,
      pinned === '' ? '' : { code: pinned },
    ];
    return cells;
  });
  const left = images.length - shown.length;
  return [{ head: headOf(source), rows }, ...(left === 0 ? [] : [[`And ${counted(left, 'image')} more.`]])];
}

/** People do not read further, and editors draw no longer tables. */
const MOST_ROWS = 2_000;

/** A sentence with values in backticks. */
function lineOf(sentence: string): Line {
  return sentence.split('`').map((text, index) => (index % 2 === 1 ? { code: text } : text));
}
