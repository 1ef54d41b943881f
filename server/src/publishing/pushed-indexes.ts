import { type ImageReference, parseImageReference } from '../model/image-reference.ts';
import { imageNameText } from '../model/names.ts';
import type { ActionStep, Pipeline, PipelineJob, ShellCommand } from '../model/pipeline.ts';
import type { Span } from '../model/span.ts';
import { PUSHES_INDEX_KEY, type Statement } from '../model/statement.ts';
import { optionsOf } from './options.ts';

/** Finds something in every text in which an index is pushed: a look that costs nothing. */
export const MAY_PUSH_INDEXES = /\bpush|imagetools/i;

/**
 * The images that a pipeline pushes as indexes: for several platforms, or with what vouches for them. Their platforms
 * and their attestations are manifests without a tag. Of an image whose name is put together when it runs nothing is
 * said; of its tag nothing has to be known.
 */
export function pushedIndexes({ jobs }: Pipeline): readonly Statement[] {
  const found = jobs.flatMap(job =>
    job.steps.flatMap(step => {
      if (step.isOff === true) return [];
      return step.kind === 'action' ? actionIndexes(step, job) : step.commands.flatMap(commandIndexes);
    }),
  );
  return found.slice(0, MOST).map(({ name, of, span }) => ({
    ...{ says: 'indexes', key: PUSHES_INDEX_KEY, reach: 'everywhere' },
    image: imageNameText(name),
    ...{ of, span },
  }));
}

const MOST = 200;

interface PushedIndex {
  readonly name: ImageReference['name'];
  readonly of: Extract<Statement, { says: 'indexes' }>['of'];
  readonly span: Span;
}

const BUILD = /^(?:docker|depot|useblacksmith)\/build-push-action$/;
const ATTEST = /^actions\/attest(?:-build-provenance|-sbom)?$/;

function actionIndexes(step: ActionStep, job: PipelineJob): readonly PushedIndex[] {
  const { action, inputs, uses: span } = step;
  const input = (name: string) => inputs.get(name)?.text.trim() ?? '';
  if (ATTEST.test(action))
    return input('push-to-registry') === 'true' ? named([input('subject-name')], 'attached', span) : [];
  const isPushed = input('push') === 'true' || /type=registry|push=true/.test(input('outputs'));
  if (!BUILD.test(action) || !isPushed) return [];
  const tags = input('tags').split(/[\n,]/);
  if (isSeveral(input('platforms'))) return named(tags, 'platforms', span);
  return isAttested(step, job, input) ? named(tags, 'attestations', span) : [];
}

/**
 * By what it is given, or since its fourth version by default (docker/build-push-action, "v4.0.0"), where the job has a
 * builder that can: Docker's own leaves the default out.
 */
function isAttested(
  { action, version, variables }: ActionStep,
  job: PipelineJob,
  input: (name: string) => string,
): boolean {
  const [provenance, sbom, attests] = ['provenance', 'sbom', 'attests'].map(input);
  if (isWanted(sbom) || isWanted(provenance) || /\btype=/.test(attests ?? '')) return true;
  if (provenance !== '' || action !== 'docker/build-push-action') return false;
  const [, major] = /^v?(\d{1,4})(?:\.|$)/.exec(version) ?? [];
  const isOff = !['', '0', 'false'].includes(variables.get('BUILDX_NO_DEFAULT_ATTESTATIONS')?.text ?? '');
  const builder = job.steps.find(each => each.kind === 'action' && each.action === 'docker/setup-buildx-action');
  const driver = builder?.kind === 'action' ? builder.inputs.get('driver')?.text : undefined;
  return major !== undefined && Number(major) >= 4 && !isOff && builder !== undefined && driver !== 'docker';
}

/** `true`, or how: `mode=max`. What an expression decides is not known. */
function isWanted(text: string | undefined): boolean {
  return text !== undefined && /^(?:true|mode=\w+)\b/.test(text) && !text.includes('disabled=true');
}

/** Whether there are two or more, whatever they are. */
function isSeveral(platforms: string): boolean {
  return platforms.split(/[\n,]/).filter(each => each.trim() !== '').length > 1;
}

const VALUED = new Set([
  ...['-t', '--tag', '-f', '--file', '--platform', '--build-arg', '--cache-from', '--cache-to', '-o', '--output'],
  ...['--builder', '--label', '--secret', '--ssh', '--target', '--provenance', '--sbom', '--attest', '--progress'],
  ...['--metadata-file', '--annotation', '--build-context'],
]);

function commandIndexes(command: ShellCommand): readonly PushedIndex[] {
  const { words, at } = command;
  const [program, first, second, third] = words.map(({ text }) => text);
  if (program !== 'docker') return [];
  const tagged = words.flatMap(({ text }, i) => {
    const before = words[i - 1]?.text;
    if (before === '-t' || before === '--tag') return [text];
    return /^(?:-t|--tag)=/.test(text) ? [text.slice(text.indexOf('=') + 1)] : [];
  });
  if (first === 'buildx' && second === 'imagetools' && third === 'create')
    return optionsOf(command, 4, VALUED).positionals.length > 1 ? named(tagged, 'platforms', at) : [];
  const isBuild = first === 'build' || (first === 'buildx' && second === 'build');
  const { has, value } = optionsOf(command, first === 'build' ? 2 : 3, VALUED);
  if (!isBuild || !has('--push')) return [];
  if (isSeveral(value('--platform')?.text ?? '')) return named(tagged, 'platforms', at);
  const isAttestedBy = [value('--provenance'), value('--sbom')].some(each => isWanted(each?.text));
  return isAttestedBy || value('--attest') !== undefined ? named(tagged, 'attestations', at) : [];
}

function named(tags: readonly string[], of: PushedIndex['of'], span: Span): readonly PushedIndex[] {
  const names = new Map<string, ImageReference['name']>();
  for (const tag of tags) {
    // A tag may be put together where the name is not.
    const [, text] = /^\s*([\w.-]+(?::\d+)?(?:\/[\w.-]+)*)(?:[:@].*)?$/s.exec(tag) ?? [];
    const name = text === undefined ? undefined : parseImageReference(text)?.name;
    if (name !== undefined) names.set(imageNameText(name), name);
  }
  return [...names.values()].map(name => ({ name, of, span }));
}
