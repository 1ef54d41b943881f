import { LONGEST_MESSAGE, plainText } from '../model/plain-text.ts';
import type { Fate } from '../model/retention.ts';
import type { ImagesSource, SimulatedImage, Simulation } from '../model/simulation.ts';
import { highlighted, type Paint, painter, type Style, wrapped } from './ink.ts';
import { cardMarkdown } from './markdown.ts';
import { AGE_COLUMN, FATE_COLUMN, headOf, rowOf, sentencesOf, titleOf } from './simulation-words.ts';
import type { TerminalOptions } from './terminal.ts';
import { counted } from './words.ts';

/** What `retention --format json` prints: of a policy that could not be tried, no images. */
export function simulationsAsJson(simulations: readonly Simulation[]): object {
  return {
    policies: simulations
      .filter(({ outcome }) => outcome.is !== 'left')
      .map(({ policy, outcome }) => ({
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
  const parts = simulations.map(simulation => {
    const { outcome } = simulation;
    const sentences = sentencesOf(simulation).map(
      text => `  ${highlighted(wrapped(plainText(text, LONGEST_MESSAGE), 2, width), paint)}`,
    );
    const table = outcome.is === 'simulated' ? tableLines(outcome.images, outcome.source, now, paint) : [];
    return [paint('underline', plainText(titleOf(simulation))), ...table, '', ...sentences].join('\n');
  });
  return `${parts.join('\n\n')}\n`;
}

/**
 * The same as a document of Markdown, for an editor to show as it is or drawn: so nothing is escaped, and what
 * strangers wrote stands in code spans.
 *
 * @param isRead whether all files were read that may pin something
 */
export function simulationsMarkdown(simulations: readonly Simulation[], now: number, isRead: boolean): string {
  const parts = simulations.map(simulation => {
    const { outcome } = simulation;
    return [
      `${simulations.length === 1 ? '#' : '##'} ${proseMarkdown(titleOf(simulation))}`,
      ...(outcome.is === 'simulated' ? tableMarkdown(outcome.images, outcome.source, now) : []),
      ...sentencesOf(simulation).map(text => proseMarkdown(text, outcome.is !== 'untold')),
    ].join('\n\n');
  });
  const heading = simulations.length === 1 ? [] : ['# Retention policies'];
  const unread = isRead
    ? []
    : ['The workspace was not read whole yet, so that places may be missing that pin an image.'];
  return `${[...heading, ...parts, ...unread].join('\n\n')}\n`;
}

function tableLines(
  images: readonly SimulatedImage[],
  source: ImagesSource,
  now: number,
  paint: Paint,
): readonly string[] {
  if (images.length === 0) return [];
  const head = headOf(source);
  const table = [
    head,
    ...images.map(image => rowOf(image, now).map((cell, i) => (i === 0 && cell === '' ? NO_TAG : cell))),
  ];
  const widths = widthsOf(table);
  return table.map((row, index) => {
    const fate = images[index - 1]?.fate.fate;
    const cells = row.map((cell, column) => {
      const padded = cell.padEnd(widths[column] ?? 0);
      if (index === 0) return paint('dim', padded);
      if (column === FATE_COLUMN && fate !== undefined && fate !== 'kept') return paint(COLOUR[fate], padded);
      return column === row.length - 1 && cell !== '' ? paint('bold', cell) : padded;
    });
    return `  ${cells.join('  ')}`.trimEnd();
  });
}

const NO_TAG = '(none)';
const COLOUR: Readonly<Record<Exclude<Fate, 'kept'>, Style>> = { deleted: 'red', archived: 'yellow', unknown: 'blue' };

/** In columns, for who reads it as it is. */
function tableMarkdown(images: readonly SimulatedImage[], source: ImagesSource, now: number): readonly string[] {
  if (images.length === 0) return [];
  const shown = images.slice(0, MOST_ROWS);
  const table = [
    headOf(source),
    ...shown.map(image => rowOf(image, now).map((cell, column) => cellMarkdown(cell, column, image))),
  ];
  const widths = widthsOf(table);
  const lines = table.map(row => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  const rule = `| ${widths.map(width => '-'.repeat(Math.max(3, width))).join(' | ')} |`;
  const left = images.length - shown.length;
  const [head = '', ...rows] = lines;
  return [[head, rule, ...rows].join('\n'), ...(left === 0 ? [] : [`And ${counted(left, 'image')} more.`])];
}

/** A bar ends a cell even inside of a code span, where renderers disagree on how it is escaped. */
function cellMarkdown(cell: string, column: number, { fate: { fate } }: SimulatedImage): string {
  if (column === AGE_COLUMN) return cell;
  if (column !== FATE_COLUMN) return codeMarkdown(cell.replaceAll('|', '¦'));
  const [first = '', ...others] = cell.split(', without ');
  const without = others.length === 0 ? '' : ` without ${codeMarkdown(others.join(', without ').replaceAll('|', '¦'))}`;
  return `${fate === 'kept' ? first : `**${first}**`}${without}`;
}

/** People do not read further, and editors draw no longer tables. */
const MOST_ROWS = 2_000;

/** Our own words, and in backticks what is not; where others name hosts outside of those, all of it is escaped. */
function proseMarkdown(text: string, isOurs = true): string {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? codeMarkdown(part) : isOurs ? part : cardMarkdown([[part]])))
    .join('');
}

function codeMarkdown(text: string): string {
  return cardMarkdown([[{ code: text }]]);
}

function widthsOf(table: readonly (readonly string[])[]): readonly number[] {
  const [head = []] = table;
  return head.map((_, column) => table.reduce((widest, row) => Math.max(widest, (row[column] ?? '').length), 0));
}
