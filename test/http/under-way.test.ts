import { expect, it } from 'vitest';
import { createUnderWay } from '../../server/src/http/under-way.ts';

const LONG = 60_000;

it('nothing on the wire is waited for not at all', async () => {
  await createUnderWay().settled(LONG);
});

it('all that is on the wire is waited for, and nothing that begins later', async () => {
  const underWay = createUnderWay();
  const told: string[] = [];
  const [one, other] = [underWay.begin(), underWay.begin()];
  const settled = underWay.settled(LONG).then(() => told.push('settled'));
  underWay.begin();
  one();
  await new Promise(setImmediate);
  told.push('one');
  other();
  await settled;
  expect(told).toEqual(['one', 'settled']);
});

it('what does not end is waited for no longer than the limit', async () => {
  const underWay = createUnderWay();
  underWay.begin();
  await underWay.settled(1);
});
