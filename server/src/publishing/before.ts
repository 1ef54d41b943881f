import type { ActionStep, PipelineJob, PipelineStep, PublishSubject, ShellCommand } from '../model/pipeline.ts';

/** What a job has done before something in it. */
export interface Before {
  readonly actions: readonly ActionStep[];
  readonly commands: readonly ShellCommand[];
  /** Whether secrets were given to commands of an earlier step, which may log in with them. */
  readonly hadSecrets: boolean;
}

/** What a job does down to a step, and within that down to a command; what is switched off is left out. */
export function before({ job, step, command }: Pick<PublishSubject, 'job' | 'step' | 'command'>): Before {
  const steps = job.steps.slice(0, Math.max(0, job.steps.indexOf(step))).filter(({ isOff }) => isOff !== true);
  const own =
    step.kind === 'commands' && command !== undefined ? step.commands.slice(0, step.commands.indexOf(command)) : [];
  return {
    actions: steps.flatMap(each => (each.kind === 'action' ? [each] : [])),
    commands: [...steps.flatMap(each => (each.kind === 'commands' ? each.commands : [])), ...own],
    hadSecrets: steps.some(
      each => each.kind === 'commands' && [...each.variables.values()].some(({ text }) => isSecret(text)),
    ),
  };
}

/** Actions that are known to leave no login behind. */
const HARMLESS =
  /^(?:actions\/(?:checkout|setup-\w+|cache|download-artifact|upload-artifact)|pnpm\/action-setup|astral-sh\/setup-uv|dtolnay\/rust-toolchain|swatinem\/rust-cache|ruby\/setup-ruby)$/;

/** What a login is called wherever it goes: `export TWINE_PASSWORD=…`, `echo "NPM_TOKEN=…" >> "$GITHUB_ENV"`. */
const SECRETIVE = /token|passw|secret|api[_-]?key|credential/i;

/** Whether something before may have written a login that is not seen here. */
export function mayHaveLogin({ actions, commands, hadSecrets }: Before, words: RegExp): boolean {
  const isUnknown = actions.some(({ action }) => !HARMLESS.test(action));
  const isLogin = ({ text }: { readonly text: string }) => words.test(text) || SECRETIVE.test(text);
  return isUnknown || hadSecrets || commands.some(each => [...each.words, ...each.writes].some(isLogin));
}

/**
 * Whether any variable of a step comes from the secrets of its CI: which of them is a login is for its files to say.
 */
export function hasSecrets({ variables }: PipelineStep): boolean {
  return [...variables.values()].some(({ text }) => /secrets\s*[.[]|\btoken\b/i.test(text));
}

/** Whether a text is a secret of GitHub's, and not the token that it makes for each run. */
export function isSecret(text: string): boolean {
  return /\$\{\{[^}]*\bsecrets\s*[.[]/.test(text) && !/secrets\.GITHUB_TOKEN/.test(text);
}

/** Whether nothing in a job could say to a registry who it is, by what is written, on a machine that knows no login. */
export function isAnonymous(pipeline: PublishSubject['pipeline'], { runner, identity }: PipelineJob): boolean {
  const isGithub = pipeline.ci === 'github-actions';
  return isGithub && runner === 'hosted' && !pipeline.isCalled && identity.is === 'withheld';
}
