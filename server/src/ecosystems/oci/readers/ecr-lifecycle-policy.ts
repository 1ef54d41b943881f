import type { Reader } from '../../../model/reader.ts';
import { COLLECTS_KEY, type Statement } from '../../../model/statement.ts';
import { membersOf, parseJson, stringOf, valuesOf } from '../../../syntax/json.ts';

/**
 * Lifecycle policies of Amazon's registry in JSON (ECR user guide, "Lifecycle policy properties"). They name no image;
 * a rule that expires untagged images, or any, says that a digest there outlives its tag only for so long, and so does
 * one that moves them to the archive, from where nothing is pulled. Which registry it is for is not in the file, so it
 * counts for all of Amazon's private ones.
 */
export const ecrLifecyclePolicy: Reader = {
  id: 'ecr-lifecycle-policy',
  // A file has no fixed name, but people say what it is for.
  files: ['*{lifecycle,retention,ecr,policy,Lifecycle,Policy}*.json'],
  languages: [],
  telltale: ['tagStatus', 'countType'],
  recognises: text => text.length < LONGEST && text.includes('"tagStatus"') && text.includes('"countType"'),
  read(text) {
    const rules = valuesOf(parseJson(text), 'rules', text).flatMap(list => list.children ?? []);
    const collects = rules.some(rule => {
      const at = (outer: string, inner: string) =>
        valuesOf(rule, outer, text)
          .flatMap(map => membersOf(map, text))
          .filter(member => member.name === inner)
          .map(member => stringOf(member.value, text)?.value);
      const isUntagged = at('selection', 'tagStatus').some(status => status === 'untagged' || status === 'any');
      // What is archived can't be pulled already.
      const isPulled = !at('selection', 'storageClass').includes('archive');
      return isUntagged && isPulled && at('action', 'type').some(type => type === 'expire' || type === 'transition');
    });
    return { references: [], ignores: [], ...(collects ? { statements: [COLLECTS] } : {}) };
  },
};

const COLLECTS: Statement = {
  ...{ says: 'collects', key: COLLECTS_KEY, reach: 'everywhere' },
  hosts: '*.dkr.ecr*.amazonaws.com*',
};

/** A policy has at most 30,720 characters; white space may make it longer. */
const LONGEST = 200_000;
