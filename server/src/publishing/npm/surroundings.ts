import type {
  ActionStep,
  Located,
  PipelineJob,
  PipelineStep,
  PublishSubject,
  ShellCommand,
} from '../../model/pipeline.ts';
import { before, mayHaveLogin } from '../before.ts';
import { optionsOf } from '../options.ts';
import { maySendElsewhere } from './sent-elsewhere.ts';

/** What a job has done before it publishes, as far as that decides how npm does it. */
export interface Surroundings {
  /** The major version of Node.js that was set up, where it is plain. */
  readonly node?: number;
  /** The npm that runs: as it came with Node.js, or what was installed in its place. */
  readonly npm: 'bundled' | 'other';
  /** Where `actions/setup-node` has npm look; absent where it is not told. */
  readonly registryUrl?: Located;
  /** Whether a command before may have named another registry. */
  readonly maySendElsewhere: boolean;
  /** Whether something before may have written a login that is not seen here. */
  readonly mayHaveLogin: boolean;
}

/** Looks at the steps of a job down to the one that publishes. */
export function surroundingsOf(subject: PublishSubject): Surroundings {
  const earlier = before(subject);
  const { actions, commands } = earlier;
  const setUps = actions.filter(({ action }) => action === 'actions/setup-node');
  const node = setUps.length === 1 ? majorOf(setUps[0]?.inputs.get('node-version')?.text) : undefined;
  // `npx npm@11 publish` brings its own.
  const isFetched = subject.command !== undefined && subject.command.words[0]?.text !== 'npm';
  const registryUrl = setUps.at(-1)?.inputs.get('registry-url');
  return {
    ...(node === undefined ? {} : { node }),
    npm: isFetched || commands.some(changesNpm) ? 'other' : 'bundled',
    ...(registryUrl === undefined ? {} : { registryUrl }),
    maySendElsewhere: commands.some(maySendElsewhere),
    mayHaveLogin: mayHaveLogin(earlier, LOGIN),
  };
}

/** Whether a command may put another npm, or another Node.js with its npm, in the place of what was set up. */
function changesNpm(command: ShellCommand): boolean {
  if (MANAGERS.has(command.words[0]?.text ?? '')) return true;
  if (command.words.some(({ text }) => /^npm@/.test(text))) return true;
  const { positionals, has, value } = optionsOf(command, 1, NONE);
  const isGlobal = has('-g', '--global') || value('--location')?.text === 'global';
  return isGlobal && positionals.slice(1).some(({ text }) => text === 'npm');
}

/** Programs that choose which Node.js or which npm runs. */
const MANAGERS = new Set(['asdf', 'corepack', 'fnm', 'mise', 'n', 'nvm', 'volta']);
const NONE: ReadonlySet<string> = new Set();
const LOGIN = /_auth|npmrc|yarnrc|^(?:login|adduser)$|npmAuthToken/i;

function majorOf(version: string | undefined): number | undefined {
  const major = /^v?(\d{1,3})(?:$|\.)/.exec(version ?? '')?.[1];
  return major === undefined ? undefined : Number(major);
}

/** A variable that holds a login of npm's, by what npm and the files that are written for it go by. */
export function tokenOf(step: PipelineStep): { readonly name: string; readonly value: Located } | undefined {
  for (const name of TOKENS) {
    const value = step.variables.get(name);
    if (value !== undefined && value.text.trim() !== '') return { name, value };
  }
  return undefined;
}

const TOKENS = ['NODE_AUTH_TOKEN', 'NPM_TOKEN', 'NPM_AUTH_TOKEN', 'NPM_CONFIG_TOKEN', 'YARN_NPM_AUTH_TOKEN'];

/** The action that publishes packages, with what it does it by. */
export function publishingAction(step: ActionStep): { readonly name: string; readonly token?: Located } | undefined {
  const token = step.inputs.get('token');
  switch (step.action) {
    case 'js-devtools/npm-publish':
      if (step.inputs.get('dry-run')?.text === 'true') return undefined;
      return { name: step.action, ...(token === undefined ? {} : { token }) };
    case 'changesets/action':
      return step.inputs.has('publish') ? { name: step.action } : undefined;
    default:
      return undefined;
  }
}

/** Whether a job runs where GitHub says who it is. */
export function isOnGithub({ ci }: PublishSubject['pipeline']): boolean {
  return ci === 'github-actions';
}

/** Whether a job may get a token that says who it is, by what is written. */
export function isGranted({ identity }: PipelineJob): boolean {
  return identity.is === 'granted';
}
