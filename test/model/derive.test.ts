import { expect, it } from 'vitest';
import { createDerive } from '../../server/src/model/derive.ts';

it('works something out once for each fact and derivation, also where nothing came out', () => {
  const derive = createDerive();
  const done: string[] = [];
  const first = ({ name }: { name: string }): string | undefined => void done.push(`first ${name}`);
  const second = ({ name }: { name: string }): string => `${name}${done.push(`second ${name}`)}`;
  const [a, b] = [{ name: 'a' }, { name: 'b' }];
  for (const fact of [a, b, a]) derive(fact, first);
  expect([derive(a, second), derive(a, second)]).toEqual(['a3', 'a3']);
  expect(done).toEqual(['first a', 'first b', 'second a']);
});

it('remembers for its owner alone', () => {
  const fact = { name: 'a' };
  let done = 0;
  const work = () => ++done;
  expect([createDerive()(fact, work), createDerive()(fact, work)]).toEqual([1, 2]);
});
