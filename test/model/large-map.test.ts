import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LargeMap } from '../../server/src/model/large-map.ts';

const steps = fc.array(fc.tuple(fc.constantFrom('set', 'delete', 'clear'), fc.string({ maxLength: 3 }), fc.nat()));

test('holds what a map holds', () => {
  fc.assert(
    fc.property(steps, all => {
      const large = new LargeMap<number>();
      const map = new Map<string, number>();
      for (const [step, key, value] of all) {
        switch (step) {
          case 'set':
            large.set(key, value);
            map.set(key, value);
            break;
          case 'delete':
            expect(large.delete(key)).toBe(map.delete(key));
            break;
          default:
            large.clear();
            map.clear();
        }
        expect([large.size, large.get(key), large.has(key)]).toEqual([map.size, map.get(key), map.has(key)]);
      }
      expect([...large.values()].sort()).toEqual([...map.values()].sort());
    }),
  );
});

test('forgets old ones', () => {
  const large = new LargeMap<number>();
  for (let i = 0; i < 1000; i += 1) large.set(`name-${i}`, i);
  for (let i = 0; i < 600; i += 1) large.forgetAnOldOne();
  expect(large.size).toBe(400);
  expect(large.get('name-999')).toBe(999);
});
