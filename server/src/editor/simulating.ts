import { isObject } from '../model/objects.ts';
import type { Subject } from '../model/reference.ts';
import type { Simulation } from '../model/simulation.ts';
import { simulationsMarkdown } from '../views/simulation.ts';
import { namedIn } from '../workspace/simulate.ts';
import { simulateAsked } from '../workspace/simulations.ts';
import { policiesAmong } from '../workspace/written-policies.ts';
import type { Progress } from './progress.ts';
import type { Session } from './session.ts';
import { type Checked, ignores } from './workspace.ts';

/** The policy that a lens stands at: its place among those of the document. */
export interface PolicyPlace {
  readonly uri: string;
  readonly policy: number;
}

/** What came of trying policies. */
export type Simulated =
  | { readonly is: 'ready'; readonly title: string; readonly markdown: string }
  | { readonly is: 'refused'; readonly because: string }
  /** The user has cancelled it. */
  | { readonly is: 'cancelled' };

/**
 * Tries retention policies on what their registries have, and writes a report: the policy at a place, else those of a
 * document (its URI), else those that are open, else all of the workspace. Waits for the registries, under the user's
 * eyes.
 */
export async function simulateRetention(
  { ledger, scanner, world }: Pick<Session, 'ledger' | 'scanner' | 'world'>,
  given: unknown,
  progress: Progress,
): Promise<Simulated> {
  const documents = [...ledger.all()];
  const chosen = choose(documents, key => ledger.get(key), given);
  if (chosen.length === 0)
    return { is: 'refused', because: 'No retention policy is open, and none is in the workspace.' };
  const named = namedIn(
    documents.map(checked => ({
      ...{ file: checked.file, lines: checked.lines, references: checked.analysis.references },
      ignores: subject => ignores(checked, subject),
    })),
  );
  const simulations: Simulation[] = [];
  const now = world.now();
  const { signal } = progress;
  for (const { checked, policies } of chosen) {
    const { lens } = checked.folder;
    const say = (doing: string) => progress.say(doing);
    const asking = {
      policies,
      named,
      lens,
      now,
      signal,
      say,
      ignores: (subject: Subject) => ignores(checked, subject),
    };
    simulations.push(...(await simulateAsked(asking)));
    if (signal.aborted) return { is: 'cancelled' };
  }
  const [first] = simulations;
  return {
    is: 'ready',
    title: first !== undefined && simulations.length === 1 ? nameOf(first) : 'Retention policies',
    markdown: simulationsMarkdown(simulations, now, scanner.hasWalked),
  };
}

/** What its report is called: in a tab there is no room for a host. */
function nameOf({ policy, outcome }: Simulation): string {
  const where = outcome.is === 'simulated' ? outcome.source : outcome;
  return `Retention of ${'name' in where ? where.name.repository : (policy.name ?? policy.provider)}`;
}

/** Some policies of one document. */
interface Chosen {
  readonly checked: Checked;
  readonly policies: ReturnType<typeof policiesAmong>;
}

function choose(
  documents: readonly Checked[],
  get: (uri: string) => Checked | undefined,
  given: unknown,
): readonly Chosen[] {
  const place = readPlace(given);
  const at = place === undefined ? undefined : get(place.uri);
  if (at !== undefined && place !== undefined) {
    const all = policiesAmong(at.analysis.references);
    const policies = place.policy === undefined ? all : all.slice(place.policy, place.policy + 1);
    if (policies.length > 0) return [{ checked: at, policies }];
  }
  const withSome = documents
    .map(checked => ({ checked, policies: policiesAmong(checked.analysis.references) }))
    .filter(({ policies }) => policies.length > 0);
  const open = withSome.filter(({ checked }) => checked.version !== undefined);
  return (open.length > 0 ? open : withSome).slice(0, MOST_DOCUMENTS);
}

/** Each may cost some hundred requests. */
const MOST_DOCUMENTS = 10;

function readPlace(given: unknown): { readonly uri: string; readonly policy?: number } | undefined {
  if (typeof given === 'string') return { uri: given };
  if (!isObject(given) || typeof given.uri !== 'string') return undefined;
  const { uri, policy } = given;
  return typeof policy === 'number' && Number.isSafeInteger(policy) && policy >= 0 ? { uri, policy } : { uri };
}
