import type { ActionStep, PublishSubject, ShellCommand } from '../model/pipeline.ts';
import { code } from '../model/plain-text.ts';
import { before, hasSecrets, isAnonymous, isSecret, mayHaveLogin } from './before.ts';
import type { Destination, Remark } from './destination.ts';
import { grantFix } from './grant.ts';
import { type Options, optionsOf } from './options.ts';

/** RubyGems.org (guides.rubygems.org, "Trusted Publishing"; `gem push --help`). */
export const rubygems: Destination = {
  id: 'rubygems',
  telltale: /rubygems|\bgem\b/i,
  recognise({ step, command }) {
    if (step.kind === 'action') return isTrusting(step) ? { at: step.uses } : undefined;
    const options = command === undefined ? undefined : pushOf(command);
    if (command === undefined || options === undefined) return undefined;
    const host = options.value('--host')?.text ?? (command.sets.get(HOST) ?? step.variables.get(HOST))?.text;
    return host === undefined || /^https:\/\/rubygems\.org\/?$/.test(host) ? { at: command.at } : undefined;
  },
  remarks: subject => (subject.step.kind === 'action' ? actionRemarks(subject, subject.step) : pushRemarks(subject)),
};

const HOST = 'RUBYGEMS_HOST';
const VALUED = new Set(['--host', '-k', '--key', '--otp', '-p', '--http-proxy', '--config-file']);

/** Actions that ask for a token by the job's word. */
function isTrusting({ action, inputs }: ActionStep): boolean {
  if (action === 'rubygems/configure-rubygems-credentials') return !inputs.has('api-token');
  return action === 'rubygems/release-gem' && inputs.get('setup-trusted-publisher')?.text !== 'false';
}

function pushOf(command: ShellCommand): Options | undefined {
  const words = command.words.slice(command.words[0]?.text === 'bundle' && command.words[1]?.text === 'exec' ? 2 : 0);
  if (words[0]?.text !== 'gem') return undefined;
  const options = optionsOf({ ...command, words }, 1, VALUED);
  return options.positionals[0]?.text === 'push' ? options : undefined;
}

function actionRemarks({ job, pipeline }: PublishSubject, { action }: ActionStep): readonly Remark[] {
  if (job.identity.is !== 'withheld' || pipeline.isCalled) return [];
  const message = `${code(action)} asks RubyGems.org for a token, and job ${code(job.id)} may not say who it is, so it gets none. Give the job \`id-token: write\`.`;
  return [{ rule: 'publish-will-fail', message, fixes: grantFix(job) }];
}

function pushRemarks(subject: PublishSubject): readonly Remark[] {
  const { job, step, command, pipeline } = subject;
  const key = command?.sets.get('GEM_HOST_API_KEY') ?? step.variables.get('GEM_HOST_API_KEY');
  const hasLogin =
    key !== undefined || hasSecrets(step) || mayHaveLogin(before(subject), /credentials|signin|\.gem\b/i);
  if (isAnonymous(pipeline, job) && !hasLogin) {
    const message = `${code('gem push')} has no key, so RubyGems.org refuses it. Give job ${code(job.id)} \`id-token: write\`, and get a key by ${code('rubygems/configure-rubygems-credentials')}.`;
    return [{ rule: 'publish-will-fail', message, fixes: [] }];
  }
  const isGithub = pipeline.ci === 'github-actions';
  if (!isGithub || key === undefined || !isSecret(key.text) || job.identity.is === 'granted') return [];
  const message = `${code('gem push')} logs in with a key that lives on in ${code('GEM_HOST_API_KEY')}. RubyGems.org takes a job that says who it is: name this workflow among the gem's trusted publishers, give job ${code(job.id)} \`id-token: write\`, and get the key by ${code('rubygems/configure-rubygems-credentials')}.`;
  return [{ rule: 'long-lived-token', message, fixes: [] }];
}
