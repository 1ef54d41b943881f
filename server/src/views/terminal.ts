import type { Finding, Severity } from '../model/finding.ts';
import { MOST_WAYS } from '../model/lock-graph.ts';
import { code, LONGEST_MESSAGE, LONGEST_PATH, plainText, withoutLogins } from '../model/plain-text.ts';
import { linesOf } from '../model/positions.ts';
import { isStored } from '../model/reference.ts';
import {
  culpritsIn,
  digestOf,
  type FileListing,
  type FileReport,
  namedThing,
  type Report,
  type UnknownName,
} from '../model/report.ts';
import type { Resolution } from '../model/resolution.ts';
import { textUnder } from '../model/span.ts';
import { pathAtLineStart } from './commands.ts';
import { ignoranceInWords, nameInWords } from './ignorance.ts';
import { highlighted, type Paint, painter, type Style, wrapped } from './ink.ts';
import { counted } from './words.ts';

/** What the terminal can do. */
export interface TerminalOptions {
  readonly colours: boolean;
  /** In columns; absent where the output is no terminal, and lines are not wrapped. */
  readonly width?: number | undefined;
}

/**
 * What `check` prints for people: the findings by file, a line that sums them up, and apart from them what could not be
 * checked. Lines and columns are 1-based. Nothing that a file or a registry says reaches the terminal as a control
 * sequence.
 */
export function checkForTerminal(report: Report, options: TerminalOptions): string {
  const paint = painter(options.colours);
  const told = report.files.filter(file => file.findings.length > 0).map(file => ({ file, rows: rowsOf(file) }));
  const rows = told.flatMap(entry => entry.rows);
  const placeWidth = widest(rows.map(row => row.at));
  const severityWidth = widest(rows.map(row => row.finding.severity));
  const indent = 2 + placeWidth + 2 + severityWidth + 2;

  function drawn({ at, finding }: Row): string {
    const words = wrapped(`${plainText(finding.message, LONGEST_MESSAGE)}  ${finding.rule}`, indent, options.width);
    // The rule's id is the last word, and has no space in it that a line could break at.
    const message = highlighted(words.slice(0, -finding.rule.length), paint);
    const severity = paint(COLOUR[finding.severity], finding.severity.padEnd(severityWidth));
    return `  ${paint('dim', at.padStart(placeWidth))}  ${severity}  ${message}${paint('dim', finding.rule)}`;
  }

  const parts = told.map(entry => [headingOf(entry.file.shown, paint), ...entry.rows.map(drawn)].join('\n'));
  if (report.fixed !== undefined) {
    const { fixes, files } = report.fixed;
    parts.unshift(paint('green', `Fixed ${counted(fixes, 'problem')} in ${counted(files, 'file')}; this is left.`));
  }
  parts.push(summaryOf(report, paint));
  const culprits = culpritLines(report, paint);
  if (culprits !== undefined) parts.push(culprits);
  if (report.unknown.length > 0) parts.push(unknownLines(report.unknown, paint));
  return `${parts.join('\n\n')}\n`;
}

/** What `list` prints for people: a line for each reference. */
export function listForTerminal(listings: readonly FileListing[], options: TerminalOptions): string {
  const paint = painter(options.colours);
  const parts = listings
    .filter(listing => listing.references.length > 0)
    .map(listing => {
      const lines = linesOf(listing.text);
      const rows = listing.references.map(({ span, subject }, i) => {
        const { name, want, registry } = namedThing(subject);
        const digest = digestOf(subject);
        const words = [
          name ?? withoutLogins(textUnder(listing.text, span)),
          want,
          digest === undefined ? null : isStored(subject) ? `@${digest}` : digest,
          subject.kind === 'opaque' ? `(${subject.why})` : null,
          subject.kind === 'artifact' ? '(artifact)' : null,
        ];
        const told = words.filter(word => word !== null && word !== '').join(' ');
        const row = [place(lines.positionAt(span.start)), registry, plainText(told, LONGEST_MESSAGE)];
        const resolved = listing.resolutions === undefined ? row : [...row, resolutionText(listing.resolutions[i])];
        return listing.chains === undefined ? resolved : [...resolved, chainText(listing.chains[i])];
      });
      return `${headingOf(listing.shown, paint)}\n${aligned(rows).join('\n')}`;
    });
  const count = listings.reduce((sum, listing) => sum + listing.references.length, 0);
  parts.push(`${counted(count, 'reference')} in ${counted(listings.length, 'file')}.`);
  return `${parts.join('\n\n')}\n`;
}

/** `1.2.0, yanked (latest 1.3.0)`; nothing for what nobody is asked about. */
function resolutionText(resolution: Resolution | undefined): string {
  if (resolution === undefined) return '';
  const { chosen, standing, latest } = resolution;
  const what = [chosen, chosen !== undefined && standing === 'live' ? undefined : standing];
  const said = what.filter(word => word !== undefined).join(', ');
  const newer = latest === undefined || latest === chosen ? '' : ` (latest ${latest})`;
  return plainText(`→ ${said}${newer}`, LONGEST_MESSAGE);
}

/** What brings it in; nothing for what is wanted directly. */
function chainText(chain: readonly string[] = []): string {
  return chain.length < 2 ? '' : plainText(`← ${chain.slice(0, -1).reverse().join(' ← ')}`, LONGEST_MESSAGE);
}

/** The line above what is told of a file. */
function headingOf(shown: string, paint: Paint): string {
  return paint('underline', plainText(pathAtLineStart(shown), LONGEST_PATH));
}

interface Row {
  /** `LINE:COLUMN` */
  readonly at: string;
  readonly finding: Finding;
}

function rowsOf(file: FileReport): readonly Row[] {
  const lines = linesOf(file.text);
  return file.findings.map(finding => ({ at: place(lines.positionAt(finding.at.start)), finding }));
}

function summaryOf(report: Report, paint: Paint): string {
  const { stats } = report;
  const findings = report.files.flatMap(file => file.findings);
  const looked = `${counted(stats.references, 'reference')} in ${counted(stats.files, 'file')}, ${counted(stats.requests, 'request')}, ${duration(stats.milliseconds)}`;
  if (stats.files === 0) return 'Found no file of a kind that is read here.';
  if (findings.length === 0) {
    // Silence about what could not be checked would read as praise.
    const praise = report.unknown.length === 0 ? paint('green', 'No problems') : 'No problems in what could be checked';
    return `${praise} ${paint('dim', `(${looked})`)}`;
  }
  const bySeverity = (['error', 'warning', 'information', 'hint'] as const)
    .map(severity => ({ severity, count: findings.filter(finding => finding.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) =>
      paint(COLOUR[severity], severity === 'information' ? `${count} information` : counted(count, severity)),
    );
  const safe = findings.filter(isSafelyFixable).length;
  const fixable =
    safe === 0
      ? ''
      : `\n${counted(safe, 'problem')} can be fixed without changing what is selected: add ${paint('bold', '--fix safe')}.`;
  return `${paint('bold', counted(findings.length, 'problem'))}: ${bySeverity.join(', ')} ${paint('dim', `(${looked})`)}${fixable}`;
}

/** What lockfiles hold that is not as it should be, each once: it is found in many places. Hints are no such thing. */
function culpritLines({ files }: Report, paint: Paint): string | undefined {
  const culprits = culpritsIn(files).filter(({ severity }) => severity !== 'hint');
  if (culprits.length === 0) return undefined;
  const lines = culprits.slice(0, CULPRITS_SHOWN).map(({ name, version, what, lockfiles }) => {
    const ways = lockfiles.reduce((sum, its) => sum + its.ways, 0);
    const [first] = lockfiles;
    const where = lockfiles.length === 1 && first !== undefined ? code(first.shown) : `${lockfiles.length} lockfiles`;
    const many = lockfiles.some(its => its.ways >= MOST_WAYS) ? ' or more' : '';
    const by = ways === 0 ? '' : `, by ${ways}${many} ${ways === 1 ? 'way' : 'ways'}`;
    return `  ${highlighted(plainText(`${code(name)} ${version} ${what}: in ${where}${by}`, LONGEST_MESSAGE), paint)}`;
  });
  const more = culprits.length - lines.length;
  const rest = more === 0 ? [] : [`  and ${more} more`];
  return [paint('bold', 'What lockfiles hold:'), ...lines, ...rest].join('\n');
}

function unknownLines(unknown: readonly UnknownName[], paint: Paint): string {
  const groups = new Map<string, Set<string>>();
  for (const entry of unknown) {
    const why = plainText(ignoranceInWords(entry), LONGEST_MESSAGE);
    const names = groups.get(why) ?? new Set();
    names.add(plainText(nameInWords(entry)));
    groups.set(why, names);
  }
  const total = [...groups.values()].reduce((sum, names) => sum + names.size, 0);
  const told = [...groups].map(([why, names]) => {
    const some = [...names].slice(0, NAMES_SHOWN);
    const more = names.size - some.length;
    const list = some.map(name => paint('cyan', name)).join(', ') + (more > 0 ? ` and ${more} more` : '');
    return `  ${highlighted(asSentence(why), paint)}:\n    ${list}`;
  });
  return `${paint('bold', `Could not check ${counted(total, 'name')}`)} against the registry:\n${told.join('\n')}`;
}

/** Begins with a capital, unless it is a host's name. */
function asSentence(words: string): string {
  return words.replace(/^the /, start => start.charAt(0).toUpperCase() + start.slice(1));
}

function isSafelyFixable(finding: Finding): boolean {
  return finding.fixes.some(fix => fix.safety === 'safe');
}

function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

function place({ line, character }: { line: number; character: number }): string {
  return `${line + 1}:${character + 1}`;
}

function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), 0);
}

function aligned(rows: readonly string[][]): string[] {
  const columns = Math.max(0, ...rows.map(row => row.length));
  const widths = Array.from({ length: columns - 1 }, (_, column) => {
    return Math.min(WIDEST_COLUMN, widest(rows.map(row => row[column] ?? '')));
  });
  return rows.map(row => {
    const cells = row.map((cell, i) => (i === 0 ? cell.padStart(widths[0] ?? 0) : cell.padEnd(widths[i] ?? 0)));
    return `  ${cells.join('  ')}`.trimEnd();
  });
}

/** A digest is longer, and what stands behind it then begins where it ends. In characters. */
const WIDEST_COLUMN = 60;
const COLOUR: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', information: 'blue', hint: 'dim' };
const NAMES_SHOWN = 8;
const CULPRITS_SHOWN = 20;
