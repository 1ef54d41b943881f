import type { PublishSubject } from '../model/pipeline.ts';
import type { Companion } from '../model/reader.ts';
import type { Reading, Reference } from '../model/reference.ts';
import { ignorePlaceAbove, ignoresInScripts } from '../pipelines/ignore-place.ts';
import { PIPELINES } from '../pipelines/index.ts';
import type { PipelineKind } from '../pipelines/pipeline-kind.ts';
import { calledStated } from './called-workflow.ts';
import type { Act } from './destination.ts';
import { DESTINATIONS } from './index.ts';
import { MAY_PUSH_INDEXES, pushedIndexes } from './pushed-indexes.ts';

/** What reads, in the files of each CI system, the steps that publish. */
export const PUBLISHING: readonly Companion[] = PIPELINES.map(companionOf);

function companionOf(kind: PipelineKind): Companion {
  return {
    of: [kind.id],
    mayRead: text => MAY_PUSH_INDEXES.test(text) || DESTINATIONS.some(({ telltale }) => telltale.test(text)),
    read(text, file) {
      if (text.length > LONGEST) return NOTHING;
      const pipeline = kind.read(text, file);
      const references = pipeline.jobs.flatMap(job =>
        job.steps.flatMap(step => (step.isOff === true ? [] : publishedBy({ pipeline, file, job, step }, text))),
      );
      const statements = [...calledStated(pipeline, file, references), ...pushedIndexes(pipeline)];
      return {
        references: references.slice(0, MOST_STEPS),
        ignores: ignoresInScripts(text),
        ...(statements.length === 0 ? {} : { statements }),
      };
    },
  };
}

const MOST_STEPS = 500;
/** In characters: no CI system takes a larger file. */
const LONGEST = 1_000_000;
const NOTHING: Reading = { references: [], ignores: [] };

function publishedBy(act: Omit<Act, 'command'>, text: string): Reference[] {
  const { step } = act;
  if (step.kind === 'action') return referencesOf(act, text);
  return step.commands.flatMap(command => referencesOf({ ...act, command }, text));
}

function referencesOf(act: Act, text: string): Reference[] {
  return DESTINATIONS.flatMap(({ id, recognise }): Reference[] => {
    const published = recognise(act);
    if (published === undefined) return [];
    const { at, name } = published;
    const ignoreAt = ignorePlaceAbove(text, at);
    const subject: PublishSubject = { kind: 'publish', to: id, ...(name === undefined ? {} : { name }), ...act };
    return [{ span: at, subject, role: 'own', ...(ignoreAt === undefined ? {} : { ignoreAt }) }];
  });
}
