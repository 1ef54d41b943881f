import type { Pipeline } from '../model/pipeline.ts';
import { code } from '../model/plain-text.ts';
import type { Reference } from '../model/reference.ts';
import type { Statement } from '../model/statement.ts';
import type { Destination } from './destination.ts';
import { grantFix } from './grant.ts';

/**
 * A workflow of the same repository that publishes, and is called by another one. A called workflow gets at most the
 * rights of the job that calls it, and where it wants more GitHub starts neither (docs.github.com, "Reusing workflow
 * configurations", "Access and permissions for nested workflows").
 */
export const calledWorkflow: Destination = {
  id: 'called-workflow',
  telltale: /uses["']?:\s*["']?\.\/\.github\/workflows\//,
  recognise({ job, file }) {
    return job.calls === undefined || calledFile(file, job.calls.text) === undefined ? undefined : { at: job.calls.at };
  },
  remarks({ job, file }, { told }) {
    const called = job.calls === undefined ? undefined : calledFile(file, job.calls.text);
    if (called === undefined || job.identity.is !== 'withheld') return [];
    const wanted = told(calledKey(called)).flatMap(each => (each.says === 'gives' ? [each.value] : []));
    const [publishes] = wanted;
    if (publishes === undefined) return [];
    const message = `${code(called)} publishes in job ${code(publishes)}, which is to say who it is, and job ${code(job.id)} calls it without that right, so GitHub starts neither. Give job ${code(job.id)} \`id-token: write\`.`;
    return [{ rule: 'publish-will-fail', message, fixes: grantFix(job) }];
  },
};

/** Where a workflow lies that another one calls; `undefined` where it is another repository's. */
function calledFile(file: string, calls: string): string | undefined {
  const [, root] = /^(.*\/)?\.github\/workflows\/[^/]*$/.exec(file) ?? [];
  const [, path] = /^\.\/(\.github\/workflows\/[^/\s]+)$/.exec(calls.trim()) ?? [];
  return path === undefined || (root === undefined && !file.startsWith('.github/'))
    ? undefined
    : `${root ?? ''}${path}`;
}

/** What a workflow says to those that call it: the first of its jobs that publishes and wants to say who it is. */
export function calledStated(
  { isCalled, jobs }: Pipeline,
  file: string,
  references: readonly Reference[],
): readonly Statement[] {
  if (!isCalled) return [];
  const publishing = new Set(references.map(({ subject }) => (subject.kind === 'publish' ? subject.job : undefined)));
  const job = jobs.find(each => each.identity.is === 'granted' && publishing.has(each));
  return job === undefined ? [] : [{ says: 'gives', key: calledKey(file), reach: 'everywhere', value: job.id }];
}

function calledKey(file: string): string {
  return `called workflow ${file}`;
}
