import type { Pipeline, PipelineJob, PipelineStep, PublishSubject } from '../model/pipeline.ts';
import type { Companion } from '../model/reader.ts';
import type { Reference } from '../model/reference.ts';
import { PIPELINES } from '../pipelines/index.ts';
import type { PipelineKind } from '../pipelines/pipeline-kind.ts';
import type { Act } from './destination.ts';
import { DESTINATIONS } from './index.ts';

/** What reads, in the files of each CI system, the steps that publish. */
export const PUBLISHING: readonly Companion[] = PIPELINES.map(companionOf);

function companionOf(kind: PipelineKind): Companion {
  return {
    of: [kind.id],
    mayRead: text => MAY_PUBLISH.test(text),
    read(text, file) {
      const pipeline = kind.read(text, file);
      const references = pipeline.jobs.flatMap(job =>
        job.steps.flatMap(step => (step.isOff === true ? [] : publishedBy(pipeline, job, step))),
      );
      return { references: references.slice(0, MOST_STEPS), ignores: [] };
    },
  };
}

/** Words of which each text holds one that publishes, or acts in an owner's name. */
const MAY_PUBLISH = /publish|push|upload|release|deploy|deprecate|dist-tag|stage|yank/i;
const MOST_STEPS = 500;

function publishedBy(pipeline: Pipeline, job: PipelineJob, step: PipelineStep): Reference[] {
  if (step.kind === 'action') return subjectsOf({ pipeline, job, step });
  return step.commands.flatMap(command => subjectsOf({ pipeline, job, step, command }));
}

function subjectsOf(act: Act): Reference[] {
  return DESTINATIONS.flatMap(({ id, recognise }): Reference[] => {
    const published = recognise(act);
    if (published === undefined) return [];
    const { at, name } = published;
    const subject: PublishSubject = { kind: 'publish', to: id, ...(name === undefined ? {} : { name }), ...act };
    return [{ span: at, subject, role: 'own' }];
  });
}
