import type { ShellCommand, ShellWord } from '../../model/pipeline.ts';
import type { Span } from '../../model/span.ts';
import { type Options, optionsOf } from '../options.ts';

/** What a command does at npm's registry in the name of who publishes there. */
export interface NpmAct {
  /** The program that does it: npm itself, another client, or a program that runs one of them. */
  readonly by: 'npm' | 'pnpm' | 'yarn' | 'bun' | 'other';
  /** `publish` and `stage` are what a trusted publisher may do; `manage` is all else, as `npm deprecate` is. */
  readonly does: 'publish' | 'stage' | 'manage';
  /** As people call it: `npm publish`. */
  readonly name: string;
  readonly options: Options;
  readonly at: Span;
}

/** What a command does at npm's registry; `undefined` for all others, and where it only says what it would do. */
export function npmActOf(command: ShellCommand): NpmAct | undefined {
  const words = behindLauncher(command.words);
  const act = actOf({ ...command, words });
  return act === undefined || act.options.has('--dry-run', '-n') ? undefined : { ...act, at: command.at };
}

/** `npx npm@12 publish` is `npm publish`, and so is `corepack npm publish`. */
function behindLauncher(words: readonly ShellWord[]): readonly ShellWord[] {
  const first = words.findIndex(({ text }, i) => i > 0 && !/^-/.test(text));
  const [launcher, second] = words.map(({ text }) => text);
  const isLauncher =
    ['npx', 'bunx', 'pnpx', 'corepack'].includes(launcher ?? '') ||
    (['pnpm', 'yarn'].includes(launcher ?? '') && (second === 'dlx' || second === 'exec'));
  if (!isLauncher) return words;
  const from = ['dlx', 'exec'].includes(second ?? '') ? 2 : first;
  const [program, ...rest] = words.slice(from < 1 ? words.length : from);
  return program === undefined ? words : [{ ...program, text: program.text.replace(/(?!^)@.*$/, '') }, ...rest];
}

/** Those of each client that take a value: what stands behind them is no argument. */
const VALUED = new Set([
  ...['--tag', '--access', '--otp', '--registry', '--workspace', '-w', '--userconfig', '--provenance-file', '--prefix'],
  ...['--filter', '-F', '--dir', '-C', '--publish-branch', '--loglevel', '--cwd', '--auth-type', '--message', '-m'],
]);

function actOf(command: ShellCommand): Omit<NpmAct, 'at'> | undefined {
  const program = command.words[0]?.text;
  const options = optionsOf(command, 1, VALUED);
  const [first, second] = options.positionals.map(({ text }) => text);
  switch (program) {
    case 'npm':
      if (first === 'publish') return { by: 'npm', does: 'publish', name: 'npm publish', options };
      if (first === 'stage' && second === 'publish')
        return { by: 'npm', does: 'stage', name: 'npm stage publish', options };
      if (first !== undefined && isManaging(first, second)) {
        const name = ['npm', first, ...(second !== undefined && /^[a-z]+$/.test(second) ? [second] : [])].join(' ');
        return { by: 'npm', does: 'manage', name: SUBCOMMANDS.has(first) ? name : `npm ${first}`, options };
      }
      return undefined;
    case 'pnpm':
      return first === 'publish' ? { by: 'pnpm', does: 'publish', name: 'pnpm publish', options } : undefined;
    case 'bun':
      return first === 'publish' ? { by: 'bun', does: 'publish', name: 'bun publish', options } : undefined;
    case 'yarn': {
      if (first === 'npm' && second === 'publish')
        return { by: 'yarn', does: 'publish', name: 'yarn npm publish', options };
      return first === 'publish' ? { by: 'yarn', does: 'publish', name: 'yarn publish', options } : undefined;
    }
    case 'lerna':
    case 'changeset':
      return first === 'publish' ? { by: 'other', does: 'publish', name: `${program} publish`, options } : undefined;
    case 'nx':
      return first === 'release' && second === 'publish'
        ? { by: 'other', does: 'publish', name: 'nx release publish', options }
        : undefined;
    default:
      return undefined;
  }
}

const SUBCOMMANDS = new Set(['dist-tag', 'stage']);

/** What changes something in the registry, and is no publish. */
function isManaging(command: string, what: string | undefined): boolean {
  switch (command) {
    case 'deprecate':
    case 'undeprecate':
    case 'unpublish':
      return true;
    case 'dist-tag':
      return what !== undefined && ['add', 'set', 'rm', 'd', 'del'].includes(what);
    case 'stage':
      return what !== undefined && ['approve', 'reject', 'list', 'view'].includes(what);
    default:
      return false;
  }
}
