import { type ImageReference, parseImageReference } from '../model/image-reference.ts';
import { shortDigest } from '../model/names.ts';
import type { ActionStep, Pipeline, PipelineStep, ShellCommand } from '../model/pipeline.ts';
import { code } from '../model/plain-text.ts';
import type { Span } from '../model/span.ts';
import type { Act, Destination, Remark } from './destination.ts';
import { optionsOf } from './options.ts';

/**
 * Registries of images (docker/build-push-action, `tags`, `push`; `docker push`, `docker buildx build --push`). A
 * registry takes a tag that it has, and moves it: nothing but who pushes keeps a version's tag where it is.
 */
export const images: Destination = {
  id: 'images',
  // Half of all workflows run on a push of something else.
  telltale: /build-push-action|\b(?:docker|podman)\b/i,
  recognise(act) {
    const [first] = pushedBy(act);
    return first === undefined ? undefined : { at: first.at };
  },
  remarks(subject, { peek, rule, derive }) {
    const pushed = pushedBy(subject);
    const again =
      rule !== 'tag-overwrite' || isRebuilt(subject.pipeline)
        ? []
        : pushed.flatMap(({ image, at, text }): Remark[] => {
            if (image?.tag === undefined || !FULL_VERSION.test(image.tag)) return [];
            const answer = peek({ ask: 'manifest', image: image.name, at: { tag: image.tag } });
            if (answer.state !== 'known') return [];
            const there = shortDigest(answer.fact.digest);
            const message = `${code(text)} is in its registry already, with ${code(there)}, and this step pushes it again: whoever pulls that version gets other bytes than before. Raise the version, or push under a tag that is meant to move.`;
            return [{ rule: 'tag-overwrite', message, at, fixes: [] }];
          });
    return rule === 'latest-only-publish' ? onlyLatest(derive(subject.pipeline, tagged), pushed) : again;
  },
};

const FULL_VERSION = /^v?\d+\.\d+\.\d+(?:[-.][0-9A-Za-z.-]+)?$/;
const LATEST = 'latest';

/** What is built anew from time to time, or by hand, is meant to get new bytes under its tag. */
function isRebuilt({ events = [] }: Pipeline): boolean {
  return events.includes('schedule') || (events.length > 0 && events.every(event => event === 'workflow_dispatch'));
}

/** A tag that is pushed. */
interface Pushed {
  readonly text: string;
  readonly at: Span;
  /** Absent where something is put into the text when it runs. */
  readonly image?: ImageReference;
}

function pushedBy({ step, command }: Pick<Act, 'step' | 'command'>): readonly Pushed[] {
  if (step.kind === 'action') return actionPushes(step);
  return command === undefined ? [] : commandPushes(command);
}

const ACTION = /^(?:docker|depot|useblacksmith)\/build-push-action$/;

function actionPushes({ action, inputs, uses }: ActionStep): readonly Pushed[] {
  const tags = inputs.get('tags');
  const outputs = inputs.get('outputs')?.text ?? '';
  const isPushed = inputs.get('push')?.text.trim() === 'true' || /type=registry|push=true/.test(outputs);
  // By its digest alone: tags are given to several of them together, later.
  const isUntagged = /push-by-digest=true/.test(outputs);
  if (!ACTION.test(action) || !isPushed || isUntagged || tags === undefined) return [];
  const texts = tags.text.split(/[\n,]/).flatMap(tag => (tag.trim() === '' ? [] : [tag.trim()]));
  return texts.map(text => pushedAs(text, texts.length === 1 ? tags.at : uses));
}

const VALUED = new Set([
  ...['-t', '--tag', '-f', '--file', '--platform', '--build-arg', '--cache-from', '--cache-to', '-o', '--output'],
  ...[
    '--builder',
    '--label',
    '--secret',
    '--ssh',
    '--target',
    '--provenance',
    '--sbom',
    '--progress',
    '--metadata-file',
  ],
]);

function commandPushes(command: ShellCommand): readonly Pushed[] {
  const [program, first, second] = command.words.map(({ text }) => text);
  if (program !== 'docker' && program !== 'podman') return [];
  if (first === 'push' || (first === 'image' && second === 'push')) {
    const { positionals, has } = optionsOf(command, first === 'push' ? 2 : 3, VALUED);
    const [name] = positionals;
    return name === undefined || has('-a', '--all-tags') ? [] : [pushedAs(name.text, name.at)];
  }
  const isBuild = (first === 'buildx' && second === 'build') || first === 'build';
  if (!isBuild || !optionsOf(command, 2, VALUED).has('--push')) return [];
  return command.words.flatMap(({ text, at }, i): Pushed[] => {
    const before = command.words[i - 1]?.text;
    if (before === '-t' || before === '--tag') return [pushedAs(text, at)];
    return /^(?:-t|--tag)=/.test(text) ? [pushedAs(text.slice(text.indexOf('=') + 1), at)] : [];
  });
}

function pushedAs(text: string, at: Span): Pushed {
  const image = /[$`]|<<|\[\[/.test(text) ? undefined : parseImageReference(text);
  return { text, at, ...(image === undefined ? {} : { image }) };
}

/** What a pipeline gives tags to. */
interface Tagged {
  /** Set where something that is put together when it runs is pushed: it may be any tag of any image. */
  readonly isOpen: boolean;
  /** The repositories that something is said of with a tag other than `latest`, or with one that is put together. */
  readonly others: ReadonlySet<string>;
}

/** A derivation: see `Derive`. */
function tagged({ jobs }: Pipeline): Tagged {
  const steps = jobs.flatMap(job => job.steps);
  const pushed = steps.flatMap(step =>
    step.kind === 'action' ? actionPushes(step) : step.commands.flatMap(commandPushes),
  );
  const others = new Set<string>();
  for (const word of steps.flatMap(wordsOf)) {
    const [, name, tag] = /^(?:[\w-]+=)*(?:docker:\/\/)?([\w.:/-]*[\w/-]):([^/]+)$/s.exec(word.slice(0, LONGEST)) ?? [];
    if (name === undefined || tag === LATEST) continue;
    others.add(parseImageReference(name)?.name.repository ?? name);
  }
  return { isOpen: pushed.some(({ image }) => image === undefined), others };
}

/** In characters; no image has a longer name. */
const LONGEST = 500;

/** An image that a pipeline pushes as `latest` and as nothing else. */
function onlyLatest({ isOpen, others }: Tagged, own: readonly Pushed[]): readonly Remark[] {
  if (isOpen) return [];
  return own.flatMap(({ image, text, at }): Remark[] => {
    if (image === undefined || (image.tag ?? LATEST) !== LATEST || isOfJob(image)) return [];
    if (others.has(image.name.repository)) return [];
    const message = `${code(text)} is pushed under ${code(LATEST)} alone, so nobody can name what was there before. Push it under a version, or the commit, too.`;
    return [{ rule: 'latest-only-publish', message, at, fixes: [] }];
  });
}

/** Whether an image goes to a registry that lives as long as a job, as tests have it. */
function isOfJob({ name }: ImageReference): boolean {
  const [host = ''] = name.host.split(':');
  return !host.includes('.') || host === '127.0.0.1';
}

/** All that a step names: tags are given by actions and programs that are not known here, too. */
function wordsOf(step: PipelineStep): readonly string[] {
  if (step.kind === 'commands') return step.commands.flatMap(({ words }) => words.map(({ text }) => text));
  return [...step.inputs.values()].flatMap(({ text }) => text.split(/[\s,]+/));
}
