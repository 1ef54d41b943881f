import { expect, test } from 'vitest';
import { mavenWant } from '../../../server/src/ecosystems/maven/choice.ts';
import { mavenStanding } from '../../../server/src/ecosystems/maven/standing.ts';
import type { AnyFact, Peek } from '../../../server/src/model/answer.ts';
import { createDerive } from '../../../server/src/model/derive.ts';

/** Of an artifact in versions 1.0 and 2.0, each with a POM. */
function stateOf(text: string, partial: boolean): string {
  const want = mavenWant(text);
  if (want === undefined) return 'refused';
  const releases = ['1.0', '2.0'].map(version => ({ version, standing: { is: 'live' as const } }));
  const list = { standing: { is: 'live' as const }, tags: { release: '2.0' }, releases };
  const peek = (question => {
    const fact: AnyFact | undefined =
      question.ask === 'package'
        ? { ...list, ...(partial ? { partial } : {}) }
        : releases.find(({ version }) => 'version' in question && question.version === version);
    return fact === undefined ? { state: 'absent', missing: 'version', asOf: 0 } : { state: 'known', fact, asOf: 0 };
  }) as Peek;
  const state = mavenStanding({ kind: 'release', registry: 'maven', name: 'g:a', want }, peek, createDerive());
  return 'version' in state ? `${state.is} ${state.version}` : state.is;
}

test.each([
  ['1.0', 'live 1.0', 'live 1.0'],
  ['3.0', 'no-version', 'no-version'],
  ['[1.0,3)', 'live 2.0', 'untold'],
  ['[3,4)', 'no-version', 'untold'],
  ['[1.0]', 'live 1.0', 'live 1.0'],
  ['[3.0]', 'no-version', 'untold'],
  ['RELEASE', 'live 2.0', 'untold'],
  ['LATEST', 'live 2.0', 'untold'],
])('%s of a whole list is %s, and of a part %s', (text, whole, part) => {
  expect([stateOf(text, false), stateOf(text, true)]).toEqual([whole, part]);
});
