import { PACKAGES } from '../ecosystems/index.ts';
import type { Fix, Severity } from '../model/finding.ts';
import { code } from '../model/plain-text.ts';
import type { Held, ReleaseSubject } from '../model/reference.ts';
import type { PlacedStatement } from '../model/statement.ts';
import type { ToolCommand } from '../model/tool-command.ts';
import { baseName } from './renewing.ts';
import type { Rule, Sight } from './rule.ts';

/** What a dependency brings in that was taken back, or is not what was locked: said once, where it can be changed. */
export const withdrawnTransitive: Rule<'release'> = {
  id: 'withdrawn-transitive',
  judges: 'release',
  severity: 'error',
  summary: 'A dependency brings in, by the lockfile, a release that was pulled back or whose bytes changed.',
  judge(sight) {
    const { subject, told } = sight;
    const { name, held } = subject;
    if (held?.brings === undefined) return [];
    const culprits = told(held.brings)
      .filter(isBrought)
      .filter(({ from }) => from.file === held.by);
    const sorted = [...culprits].sort((a, b) => LOUDNESS.indexOf(a.severity) - LOUDNESS.indexOf(b.severity));
    const [gravest] = sorted;
    if (gravest === undefined) return [];
    const shown = sorted.slice(0, MOST_NAMED);
    const more = culprits.length - shown.length;
    const others = more === 0 ? '' : `, and ${more} more`;
    const mends = shown.map(culprit => mendOf(sight, held, culprit));
    const commands = mends.flatMap(({ command }) => command ?? []);
    return [
      {
        severity: gravest.severity,
        message: `${code(name)} ${code(held.version)} brings in ${shown.map(culpritText).join('; ')}${others}. ${code(held.by)} holds ${culprits.length === 1 ? 'it' : 'them'}.`,
        fixes: mends.flatMap(({ fix }) => fix ?? []),
        ...(commands.length === 0 ? {} : { commands }),
        related: shown.flatMap(({ from, span, name: culprit, version, what }) =>
          span === undefined
            ? []
            : [
                {
                  file: from.file,
                  ...(from.uri === undefined ? {} : { uri: from.uri }),
                  range: from.rangeOf(span),
                  message: `${code(culprit)} ${code(version)} ${what}.`,
                },
              ],
        ),
      },
    ];
  },
};

type Brings = Extract<PlacedStatement, { says: 'brings' }>;

function isBrought(statement: PlacedStatement): statement is Brings {
  // Of what it is itself, other rules speak.
  return statement.says === 'brings' && statement.chain.includes(' ');
}

function culpritText({ name, version, what, chain }: Brings): string {
  const names = chain.split(' ').slice(1, -1);
  const between = names.length <= 3 ? names : [...names.slice(0, 1), '…', ...names.slice(-1)];
  const by = between.length === 0 ? '' : ` (by ${between.map(each => code(each, LONGEST_NAME)).join(' → ')})`;
  return `${code(name, LONGEST_NAME)} ${code(version, LONGEST_NAME)}${by}, which ${what}`;
}

/** What may be done about one of them without a word of whoever brings it in. */
interface Mend {
  readonly fix?: Fix;
  readonly command?: ToolCommand;
}

function mendOf({ subject, text, file }: Sight<ReleaseSubject>, held: Held, culprit: Brings): Mend {
  const { registry, source } = subject;
  const { name, version, better } = culprit;
  if (better === undefined) return {};
  const { override, overridesFrom, renewal } = PACKAGES[registry];
  const mended = { name, version, to: better, lockfile: baseName(held.by) };
  const command = renewal?.({ ...mended, isDirect: false, ...(source === undefined ? {} : { source }) });
  const edits = isRoot(file, held) ? override?.(text, { ...mended, isAlone: culprit.isAlone === true }) : undefined;
  const title =
    overridesFrom === true
      ? `Take no ${code(name)} below ${code(better)} in the whole project`
      : `Override ${code(name)} ${code(version)} with ${code(better)} in the whole project`;
  return {
    ...(edits === undefined ? {} : { fix: { title, safety: 'review', edits } }),
    ...(command === undefined ? {} : { command }),
  };
}

/** What a member of a workspace overrides counts for nobody: the lockfile lies beside the root. */
function isRoot(file: string | undefined, { by }: Held): boolean {
  return file !== undefined && folderOf(file) === folderOf(by);
}

function folderOf(file: string): string {
  return file.slice(0, file.length - baseName(file).length);
}

const LOUDNESS: readonly Severity[] = ['error', 'warning', 'information', 'hint'];
const MOST_NAMED = 3;
// In characters; three of them and their chains are one message.
const LONGEST_NAME = 100;
