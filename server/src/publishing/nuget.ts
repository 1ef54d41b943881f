import type { PublishSubject, ShellCommand } from '../model/pipeline.ts';
import { code } from '../model/plain-text.ts';
import { isSecret } from './before.ts';
import type { Destination, Remark } from './destination.ts';
import { grantFix } from './grant.ts';
import { type Options, optionsOf } from './options.ts';

/** nuget.org (learn.microsoft.com, "Trusted publishing on nuget.org"; `dotnet nuget push`). */
export const nuget: Destination = {
  id: 'nuget',
  telltale: /nuget/i,
  recognise({ step, command }) {
    if (step.kind === 'action') return step.action === LOGIN ? { at: step.uses } : undefined;
    const options = command === undefined ? undefined : pushOf(command);
    const source = options?.value('-s', '--source', '-Source')?.text;
    // Without a source it is the one of a file that is not read here.
    if (command === undefined || source === undefined) return undefined;
    return /^(?:nuget\.org|https:\/\/(?:api|www)\.nuget\.org\/.*)$/i.test(source) ? { at: command.at } : undefined;
  },
  remarks: subject => (subject.step.kind === 'action' ? loginRemarks(subject) : pushRemarks(subject)),
};

const LOGIN = 'nuget/login';
const VALUED = new Set([
  ...['-s', '--source', '-Source', '-k', '--api-key', '-ApiKey', '-ss', '--symbol-source', '-sk', '--symbol-api-key'],
  ...['-t', '--timeout', '-Timeout', '--configfile', '-ConfigFile'],
]);

/** `dotnet nuget push` and `nuget push`. */
function pushOf(command: ShellCommand): Options | undefined {
  const words = command.words.slice(command.words[0]?.text === 'dotnet' ? 1 : 0);
  if (words[0]?.text !== 'nuget') return undefined;
  const options = optionsOf({ ...command, words }, 1, VALUED);
  return options.positionals[0]?.text === 'push' ? options : undefined;
}

function loginRemarks({ job, pipeline }: PublishSubject): readonly Remark[] {
  if (job.identity.is !== 'withheld' || pipeline.isCalled) return [];
  const message = `${code('NuGet/login')} asks nuget.org for a key, and job ${code(job.id)} may not say who it is, so it gets none. Give the job \`id-token: write\`.`;
  return [{ rule: 'publish-will-fail', message, fixes: grantFix(job) }];
}

function pushRemarks({ job, step, command, pipeline }: PublishSubject): readonly Remark[] {
  const options = command === undefined ? undefined : pushOf(command);
  const key = options?.value('-k', '--api-key', '-ApiKey')?.text ?? step.variables.get('NUGET_API_KEY')?.text;
  const audiences = [...(job.identity.tokens?.values() ?? [])].flat();
  if (job.refs === 'tags' && audiences.includes('https://www.nuget.org')) {
    const message = `${code('nuget push')} publishes by the word of job ${code(job.id)}, which runs for tags alone, and nuget.org takes it from branches alone on GitLab. Run the job for a branch.`;
    return [{ rule: 'publish-will-fail', message, fixes: [] }];
  }
  const isGithub = pipeline.ci === 'github-actions';
  if (!isGithub || key === undefined || !isSecret(key) || job.identity.is === 'granted') return [];
  const message = `${code('nuget push')} logs in with a key that lives on among the secrets. nuget.org takes a job that says who it is: make a trusted publishing policy for this workflow, give job ${code(job.id)} \`id-token: write\`, and take the key from ${code('NuGet/login')}.`;
  return [{ rule: 'long-lived-token', message, fixes: [] }];
}
