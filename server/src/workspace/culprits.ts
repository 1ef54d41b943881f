import type { Finding } from '../model/finding.ts';
import type { Chains, LockGraph } from '../model/lock-graph.ts';
import type { Reading } from '../model/reference.ts';
import { broughtKey, type Statement } from '../model/statement.ts';
import { SEVERITIES } from '../settings.ts';
import { isFlooded } from './flood.ts';
import type { Judgements } from './judgements.ts';

/** Something that a lockfile holds, of which something is wrong. */
export interface Culprit {
  /** The place of its reference in the reading. */
  readonly reference: number;
  readonly finding: Finding & { readonly culprit: string };
}

/**
 * What is wrong with what a lockfile holds, in the order of the file: once for each reference. Where most of it is
 * lacking, that is not wrong with each of them.
 */
export function culpritsOf(judged: Judgements): readonly Culprit[] {
  const culprits: Culprit[] = [];
  let flooded: boolean | undefined;
  let reference = 0;
  for (const { findings } of judged) {
    // Most of what is locked is as it should be, and then nobody counts.
    if (findings.length > 0) flooded ??= isFlooded(judged);
    const finding = findings.find(each => isCulprit(each, flooded === true));
    if (finding !== undefined) culprits.push({ reference, finding });
    reference += 1;
  }
  return culprits;
}

function isCulprit(finding: Finding, flooded: boolean): finding is Culprit['finding'] {
  return finding.culprit !== undefined && !(flooded && finding.lackedByRegistry === true);
}

/**
 * Whether others are told the same of a reference by what was found at it.
 *
 * @param flooded whether most of the lockfile is lacking
 */
export function isSameCulprit(before: readonly Finding[], now: readonly Finding[], flooded: boolean): boolean {
  const [was, is] = [before, now].map(findings => findings.find(finding => isCulprit(finding, flooded)));
  return (
    was?.culprit === is?.culprit &&
    was?.severity === is?.severity &&
    was?.better === is?.better &&
    was?.byLockfile === is?.byLockfile
  );
}

/**
 * What a lockfile tells the manifests that it is for, once it is judged: which of their dependencies bring in something
 * that is not as it should be. A dependency that is the culprit itself is judged where it is wanted, unless only the
 * lockfile can tell; and hints are worth no word so far from where they arise.
 *
 * @param file the lockfile's path as people know it
 */
export function culpritStatements(
  { references }: Reading,
  graph: LockGraph,
  chains: Chains,
  judged: Judgements,
  file: string,
): readonly Statement[] {
  const lockfile = file.slice(file.lastIndexOf('/') + 1);
  const culprits = culpritsOf(judged).filter(({ finding }) => finding.severity !== 'hint');
  if (culprits.length === 0) return [];
  const statements: Statement[] = [];
  const releases = releasesAmong(culprits, references);
  const versions = versionsOf(new Set(releases.map(({ name }) => name)), graph);
  const effort = { steps: MOST_STEPS };
  for (const { its, name, version, finding } of releases) {
    const { better, commands: [command] = [] } = finding;
    const isAlone = versions.get(name)?.size === 1;
    const told = new Set<string>();
    /** Manifests that want it themselves, where it is told already: half of what they want may need it as well. */
    const wanting = new Set<string>();
    for (const { root, way } of chains.waysDown(its, effort)) {
      const key = broughtKey(lockfile, root.importer, root.name);
      const end = references[way.at(-1)?.reference ?? -1];
      // Several ways down from one dependency are one that it brings in.
      if (end === undefined || told.has(key)) continue;
      told.add(key);
      // The nearest come first.
      if (way.length === 1) wanting.add(root.importer);
      if (way.length === 1 ? finding.byLockfile !== true : wanting.has(root.importer)) continue;
      statements.push({
        says: 'brings',
        key,
        reach: 'below',
        name,
        version,
        ...(better === undefined ? {} : { better }),
        ...(isAlone ? { isAlone } : {}),
        ...(command === undefined ? {} : { command: [command.program, ...command.arguments].join(' ') }),
        severity: finding.severity,
        what: finding.culprit,
        chain: way.map(node => node.name).join(' '),
        span: end.span,
      });
    }
    if (effort.steps <= 0 || statements.length > MOST_STATEMENTS) break;
  }
  return statements;
}

/** A release of which something is wrong, with all places in which a lockfile has it. */
interface WrongRelease extends Pick<Culprit, 'finding'> {
  readonly name: string;
  readonly version: string;
  readonly its: number[];
}

/** Each once, the loudest first: a lockfile may have one release in many folders. */
function releasesAmong(culprits: readonly Culprit[], references: Reading['references']): readonly WrongRelease[] {
  const releases = new Map<string, WrongRelease>();
  for (const { reference, finding } of culprits) {
    const subject = references[reference]?.subject;
    if (subject?.kind !== 'release') continue;
    const { name, want } = subject;
    const key = JSON.stringify([name, want.text, finding.culprit, finding.severity]);
    const known = releases.get(key);
    if (known === undefined) releases.set(key, { name, version: want.text, finding, its: [reference] });
    else known.its.push(reference);
  }
  return SEVERITIES.flatMap(severity => [...releases.values()].filter(({ finding }) => finding.severity === severity));
}

/** Of a few names all versions that a lockfile holds. */
function versionsOf(
  names: ReadonlySet<string>,
  { nodes }: LockGraph,
): ReadonlyMap<string, ReadonlySet<string | undefined>> {
  const versions = new Map<string, Set<string | undefined>>();
  for (const { name, version } of nodes) {
    if (!names.has(name)) continue;
    const its = versions.get(name);
    if (its === undefined) versions.set(name, new Set([version]));
    else its.add(version);
  }
  return versions;
}

/** A workspace of hundreds of manifests in which everything is wrong is told of as far as anybody reads. */
const MOST_STATEMENTS = 5000;
/** Up the graph, for all culprits together: some ten milliseconds' work, whoever wrote the lockfile. */
const MOST_STEPS = 1_000_000;
