import type { Fix } from '../model/finding.ts';
import type { ActionStep, Located, PublishSubject, ShellCommand, ShellWord } from '../model/pipeline.ts';
import { code } from '../model/plain-text.ts';
import { before, hasSecrets, isAnonymous, isSecret, mayHaveLogin } from './before.ts';
import type { Act, Destination, Remark } from './destination.ts';
import { grantFix } from './grant.ts';
import { type Options, optionsOf } from './options.ts';

/**
 * PyPI and its test index (docs.pypi.org, "Publishing to PyPI with a Trusted Publisher" and its troubleshooting page;
 * README of pypa/gh-action-pypi-publish; the documentation of twine, uv, Hatch, PDM, Flit and Poetry).
 */
export const pypi: Destination = {
  id: 'pypi',
  telltale: /pypi|twine|publish/i,
  recognise({ step, command }) {
    if (step.kind === 'action') return isPublishingAction(step) ? { at: step.uses } : undefined;
    const upload = command === undefined ? undefined : uploadOf(command);
    return command === undefined || upload === undefined || goesElsewhere(upload, { step, command })
      ? undefined
      : { at: command.at };
  },
  remarks(subject) {
    const { step } = subject;
    return step.kind === 'action' ? actionRemarks(subject, step) : commandRemarks(subject);
  },
};

const ACTION = 'pypa/gh-action-pypi-publish';
/** What the indexes of PyPI are called, and where they take files. */
const OWN = /^(?:(?:test)?pypi|https:\/\/(?:upload|test)\.pypi\.org\/legacy\/?)$/;

function isPublishingAction(step: ActionStep): boolean {
  const url = input(step, 'repository-url')?.text ?? '';
  return step.action === ACTION && (url === '' || OWN.test(url));
}

/** Inputs are written with dashes, and were with underscores. */
function input({ inputs }: ActionStep, name: string): Located | undefined {
  return inputs.get(name) ?? inputs.get(name.replaceAll('-', '_'));
}

/** A command that uploads files. */
interface Upload {
  readonly tool: 'twine' | 'uv' | 'hatch' | 'pdm' | 'flit' | 'poetry';
  /** As people call it: `twine upload`. */
  readonly name: string;
  readonly options: Options;
}

const VALUED = new Set([
  ...[
    '-r',
    '--repository',
    '--repository-url',
    '-u',
    '--username',
    '-p',
    '--password',
    '-t',
    '--token',
    '--publish-url',
  ],
  ...[
    '--index',
    '--trusted-publishing',
    '--config-file',
    '-i',
    '--identity',
    '-a',
    '--auth',
    '--user',
    '--keyring-provider',
  ],
]);
const TOOLS = new Set(['hatch', 'pdm', 'flit', 'poetry']);

function uploadOf(command: ShellCommand): Upload | undefined {
  const words = behindLauncher(command.words);
  const options = optionsOf({ ...command, words }, 1, VALUED);
  const [tool] = words.map(({ text }) => text);
  const [first] = options.positionals.map(({ text }) => text);
  if (options.has('--dry-run')) return undefined;
  if (tool === 'twine' && first === 'upload') return { tool, name: 'twine upload', options };
  if (tool === 'uv' && first === 'publish') return { tool, name: 'uv publish', options };
  const isOther = tool !== undefined && TOOLS.has(tool) && first === 'publish';
  return isOther ? { tool: tool as Upload['tool'], name: `${tool} publish`, options } : undefined;
}

/** `python -m twine`, `pipx run twine`, `uvx twine`, `uv run twine`, `uv tool run twine` are all twine. */
function behindLauncher(words: readonly ShellWord[]): readonly ShellWord[] {
  const texts = words.map(({ text }) => text);
  const [first = '', second, third] = texts;
  if (/^python[\d.]*$|^py$/.test(first) && second === '-m') return words.slice(2);
  if (first === 'uvx') return words.slice(1);
  if ((first === 'pipx' || first === 'uv') && second === 'run') return words.slice(2);
  return first === 'uv' && second === 'tool' && third === 'run' ? words.slice(3) : words;
}

function goesElsewhere({ tool, options }: Upload, { step, command }: Pick<Act, 'step' | 'command'>): boolean {
  const variable = (name: string) => (command?.sets.get(name) ?? step.variables.get(name))?.text;
  const named = [
    options.value('--repository-url', '--publish-url', '-r', '--repository', '--index')?.text,
    ...['TWINE_REPOSITORY_URL', 'TWINE_REPOSITORY', 'UV_PUBLISH_URL', 'UV_PUBLISH_INDEX', 'HATCH_INDEX_REPO'].map(
      variable,
    ),
    ...['PDM_PUBLISH_REPO', 'FLIT_INDEX_URL'].map(variable),
  ];
  return named.some(each => each !== undefined && !OWN.test(each)) && tool !== undefined;
}

function actionRemarks(subject: PublishSubject, step: ActionStep): readonly Remark[] {
  const { job, pipeline } = subject;
  const password = input(step, 'password');
  const isTrusted = password === undefined || password.text.trim() === '';
  if (isTrusted && onlyCalled(subject)) {
    const message = `${code(ACTION)} publishes as a trusted publisher, and PyPI takes none from a reusable workflow. Build in the called workflow, and publish in a job of the workflow that calls it.`;
    return [{ rule: 'publish-will-fail', message, fixes: [] }];
  }
  if (isTrusted && job.identity.is === 'withheld' && !pipeline.isCalled) {
    const message = `${code(ACTION)} has no password, and job ${code(job.id)} may not say who it is, so PyPI refuses it. Give the job \`id-token: write\`.`;
    return [{ rule: 'publish-will-fail', message, fixes: grantFix(job) }];
  }
  if (isTrusted) {
    const attestations = step.inputs.get('attestations');
    if (attestations?.text !== 'false') return [];
    const message = `${code(ACTION)} is told to publish without attestations, which come by themselves with a trusted publisher. Remove ${code('attestations: false')}.`;
    return [{ rule: 'publish-without-provenance', message, at: attestations.at, fixes: [] }];
  }
  if (!isSecret(password.text) || job.identity.is === 'granted') return [];
  const message = `${code(ACTION)} logs in with a token that lives on in ${code('password')}. PyPI takes a job that says who it is: name this workflow among the project's trusted publishers, give job ${code(job.id)} \`id-token: write\`, and remove the password.`;
  return [{ rule: 'long-lived-token', message, fixes: trustFix(subject, password) }];
}

/** Whether a workflow runs where others call it, and nowhere else. */
function onlyCalled({ pipeline }: PublishSubject): boolean {
  return (
    pipeline.isCalled &&
    pipeline.events?.every(event => event === 'workflow_call') === true &&
    pipeline.events.length > 0
  );
}

function trustFix({ job }: PublishSubject, { removal }: Located): readonly Fix[] {
  const [grant] = grantFix(job);
  if (grant === undefined || removal === undefined) return [];
  return [{ title: 'Publish as a trusted publisher', safety: 'review', edits: [...grant.edits, removal] }];
}

/** By each tool's documentation: the variable that holds its password or token. */
const VARIABLES = [
  'TWINE_PASSWORD',
  'UV_PUBLISH_TOKEN',
  'UV_PUBLISH_PASSWORD',
  'HATCH_INDEX_AUTH',
  'PDM_PUBLISH_PASSWORD',
  'FLIT_PASSWORD',
];
const LOGIN = /pypirc|keyring|^login$|netrc/i;

function commandRemarks(subject: PublishSubject): readonly Remark[] {
  const { job, step, command, pipeline } = subject;
  const upload = command === undefined ? undefined : uploadOf(command);
  if (upload === undefined || command === undefined) return [];
  const option = upload.options.value('-p', '--password', '-t', '--token', '-a', '--auth');
  const name = VARIABLES.find(each => command.sets.has(each) || step.variables.has(each));
  const variable = name === undefined ? undefined : step.variables.get(name);
  const secret = [option?.text, variable?.text].some(text => text !== undefined && isSecret(text));
  // Poetry has no way to say who runs it.
  const canTrust = upload.tool !== 'poetry';
  const always = upload.options.value('--trusted-publishing')?.text === 'always';
  const hasLogin =
    option !== undefined || name !== undefined || hasSecrets(step) || mayHaveLogin(before(subject), LOGIN);
  if (isAnonymous(pipeline, job) && canTrust && (always || !hasLogin)) {
    const message = `${code(upload.name)} has neither a token nor the right to say who it is, so PyPI refuses it. Give job ${code(job.id)} \`id-token: write\` and name this workflow among the project's trusted publishers.`;
    return [{ rule: 'publish-will-fail', message, fixes: grantFix(job) }];
  }
  const isGithub = pipeline.ci === 'github-actions';
  // What hands a token of minutes on is a secret of nobody.
  if (!isGithub || !canTrust || !secret || job.identity.is === 'granted') return [];
  const held = name ?? option?.text ?? '';
  const message = `${code(upload.name)} logs in with a token that lives on in ${code(held)}. PyPI takes a job that says who it is: name this workflow among the project's trusted publishers, give job ${code(job.id)} \`id-token: write\`, and remove the token.`;
  const takesTrust = upload.tool === 'twine' || upload.tool === 'uv';
  return [
    {
      rule: 'long-lived-token',
      message,
      fixes: variable === undefined || !takesTrust ? [] : trustFix(subject, variable),
    },
  ];
}
