import { PACKAGES } from '../ecosystems/index.ts';
import type { Fix, Severity } from '../model/finding.ts';
import { code } from '../model/plain-text.ts';
import type { Held, ReleaseSubject } from '../model/reference.ts';
import type { PlacedStatement } from '../model/statement.ts';
import type { ToolCommand } from '../model/tool-command.ts';
import { baseName, folderOf } from './renewing.ts';
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
    const byHand = mends.find(mend => mend.byHand !== undefined)?.byHand;
    return [
      {
        severity: gravest.severity,
        message: `${code(name)} ${code(held.version)} brings in ${shown.map(culpritText).join('; ')}${others}. ${code(held.by)} holds ${culprits.length === 1 ? 'it' : 'them'}.${byHand === undefined ? '' : ` No command renews what others bring in: ${byHand}.`}`,
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
  /** Where no command renews it: what does, as the end of a sentence. */
  readonly byHand?: string;
}

function mendOf({ subject, text, file, told }: Sight<ReleaseSubject>, held: Held, culprit: Brings): Mend {
  const { name, version, better, isAlone = false, command } = culprit;
  if (better === undefined) return {};
  const { override, overridesFrom } = PACKAGES[subject.registry];
  const lockfile = baseName(held.by);
  const overridden = { name, version, to: better, lockfile, isAlone, told, folder: culprit.from.folder };
  const found = isRoot(file, held) ? override?.(text, overridden) : undefined;
  const [program = '', ...words] = command?.split(' ') ?? [];
  const its = command === undefined ? {} : { command: { program, arguments: words } };
  if (found === undefined) return its;
  const { edits, elsewhere, byHand } = found;
  const where = elsewhere === undefined ? 'the whole project' : code(elsewhere.file);
  const title =
    overridesFrom === true
      ? `Take no ${code(name)} below ${code(better)} in ${where}`
      : `Override ${code(name)} ${code(version)} with ${code(better)} in ${where}`;
  const fix = { title, safety: 'review', edits, ...(elsewhere === undefined ? {} : { elsewhere }) } as const;
  if (command !== undefined || byHand === undefined) return { fix, ...its };
  return { fix, byHand: `an entry in ${code(byHand.block)} and ${code(byHand.follow)} do` };
}

/** What a member of a workspace overrides counts for nobody: the lockfile lies beside the root. */
function isRoot(file: string | undefined, { by }: Held): boolean {
  return file !== undefined && folderOf(file) === folderOf(by);
}

const LOUDNESS: readonly Severity[] = ['error', 'warning', 'information', 'hint'];
const MOST_NAMED = 3;
// In characters; three of them and their chains are one message.
const LONGEST_NAME = 100;
