import type { PublishSubject, ShellCommand } from '../model/pipeline.ts';
import { code } from '../model/plain-text.ts';
import { before, hasSecrets, isAnonymous, isSecret, mayHaveLogin } from './before.ts';
import type { Act, Destination, Remark } from './destination.ts';
import { grantFix } from './grant.ts';
import { type Options, optionsOf } from './options.ts';

/**
 * crates.io (crates.io/docs/trusted-publishing; README of rust-lang/crates-io-auth-action; The Cargo Book,
 * "Publishing on crates.io").
 */
export const cargo: Destination = {
  id: 'cargo',
  telltale: /crates-io-auth|publish/i,
  recognise({ step, command }) {
    if (step.kind === 'action') {
      const url = step.inputs.get('url')?.text ?? '';
      return step.action === AUTH && /^(?:|https:\/\/crates\.io\/?)$/.test(url) ? { at: step.uses } : undefined;
    }
    const options = command === undefined ? undefined : publishOf(command);
    if (command === undefined || options === undefined || goesElsewhere(options, { step, command })) return undefined;
    return { at: command.at };
  },
  remarks: subject => (subject.step.kind === 'action' ? authRemarks(subject) : publishRemarks(subject)),
};

const AUTH = 'rust-lang/crates-io-auth-action';
const VALUED = new Set([
  ...[
    '-p',
    '--package',
    '--registry',
    '--index',
    '--token',
    '--manifest-path',
    '--target',
    '--target-dir',
    '-j',
    '--jobs',
  ],
  ...['-F', '--features', '--exclude', '-Z', '--config', '-C'],
]);

/** `cargo publish` that publishes, with a toolchain before or without. */
function publishOf(command: ShellCommand): Options | undefined {
  const [program, second] = command.words.map(({ text }) => text);
  if (program !== 'cargo') return undefined;
  const options = optionsOf(command, second?.startsWith('+') === true ? 2 : 1, VALUED);
  const [first] = options.positionals.map(({ text }) => text);
  return first === 'publish' && !options.has('--dry-run', '-n') ? options : undefined;
}

function goesElsewhere(options: Options, { step, command }: Pick<Act, 'step' | 'command'>): boolean {
  const variable = command?.sets.get('CARGO_REGISTRY_DEFAULT') ?? step.variables.get('CARGO_REGISTRY_DEFAULT');
  const registry = options.value('--registry')?.text ?? variable?.text ?? 'crates-io';
  return registry !== 'crates-io' || options.value('--index') !== undefined;
}

/** Events under which anybody's code may run, so that crates.io takes no trusted publisher from them. */
const REFUSED = ['pull_request_target', 'workflow_run'];

function authRemarks({ job, pipeline }: PublishSubject): readonly Remark[] {
  const { events = [] } = pipeline;
  if (events.length > 0 && events.every(event => REFUSED.includes(event))) {
    const message = `${code(AUTH)} asks crates.io for a token, and crates.io gives none to a workflow that ${code(events.join(', '))} starts. Publish from a push of a tag, or from a release.`;
    return [{ rule: 'publish-will-fail', message, fixes: [] }];
  }
  if (job.identity.is !== 'withheld' || pipeline.isCalled) return [];
  const message = `${code(AUTH)} asks crates.io for a token, and job ${code(job.id)} may not say who it is, so it gets none. Give the job \`id-token: write\`.`;
  return [{ rule: 'publish-will-fail', message, fixes: grantFix(job) }];
}

const TOKENS = ['CARGO_REGISTRY_TOKEN', 'CARGO_REGISTRIES_CRATES_IO_TOKEN'];
const LOGIN = /^login$|credentials|\.cargo\b/i;

function publishRemarks(subject: PublishSubject): readonly Remark[] {
  const { job, step, command, pipeline } = subject;
  const options = command === undefined ? undefined : publishOf(command);
  if (options === undefined || command === undefined) return [];
  const name = TOKENS.find(each => command.sets.has(each) || step.variables.has(each));
  const token =
    options.value('--token')?.text ??
    (name === undefined ? undefined : (command.sets.get(name) ?? step.variables.get(name))?.text);
  const hasLogin = token !== undefined || hasSecrets(step) || mayHaveLogin(before(subject), LOGIN);
  if (isAnonymous(pipeline, job) && !hasLogin) {
    const message = `${code('cargo publish')} has no token, so crates.io refuses it. Give job ${code(job.id)} \`id-token: write\`, get a token by ${code(AUTH)}, and name this workflow among the crate's trusted publishers.`;
    return [{ rule: 'publish-will-fail', message, fixes: [] }];
  }
  const isGithub = pipeline.ci === 'github-actions';
  if (!isGithub || token === undefined || !isSecret(token) || job.identity.is === 'granted') return [];
  const held = name ?? '--token';
  const message = `${code('cargo publish')} logs in with a token that lives on in ${code(held)}. crates.io takes a job that says who it is: name this workflow among the crate's trusted publishers, give job ${code(job.id)} \`id-token: write\`, and take the token from ${code(AUTH)}.`;
  return [{ rule: 'long-lived-token', message, fixes: [] }];
}
