import type { Pipeline, PipelineJob, PipelineStep } from '../../server/src/model/pipeline.ts';

/** A pipeline in lines that people read: each job with its machine and rights, and below it what it does. */
export function outline({ events, isCalled, jobs }: Pipeline): string[] {
  return [
    ...(events === undefined ? [] : [`on ${events.join(', ')}`]),
    ...(isCalled ? ['called'] : []),
    ...jobs.flatMap(job => [jobLine(job), ...job.steps.map(stepLine)]),
  ];
}

function jobLine({ id, runner, identity, refs, environment, calls }: PipelineJob): string {
  const tokens = [...(identity.tokens ?? [])].map(([name, audiences]) => `${name} for ${audiences.join('+')}`);
  return [
    id,
    runner,
    identity.is,
    ...tokens,
    ...(refs === undefined ? [] : [`for ${refs}`]),
    ...(environment === undefined ? [] : [`in ${environment}`]),
    ...(calls === undefined ? [] : [`calls ${calls.text}`]),
  ].join(', ');
}

function stepLine(step: PipelineStep): string {
  const variables = [...step.variables].map(([name, { text }]) => ` ${name}=${text}`).join('');
  const what =
    step.kind === 'action'
      ? `${step.action}@${step.version}${[...step.inputs].map(([name, { text }]) => ` ${name}:${text}`).join('')}`
      : step.commands.map(({ words }) => words.map(({ text }) => text).join(' ')).join(' ; ');
  return `  ${step.isOff === true ? 'off: ' : ''}${what}${variables === '' ? '' : ` |${variables}`}`;
}
