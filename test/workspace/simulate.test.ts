import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readerFor } from '../../server/src/ecosystems/readers.ts';
import type { ImageFate, RetentionPolicy } from '../../server/src/model/retention.ts';
import type { SeenImage } from '../../server/src/model/simulation.ts';
import { repositoriesFor, simulate } from '../../server/src/workspace/simulate.ts';
import { simulateListed } from '../../server/src/workspace/simulations.ts';
import { policiesAmong } from '../../server/src/workspace/written-policies.ts';
import { digest } from '../support/judge.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 29);
const NO_PINS = new Map();

const ecr = (...rules: readonly object[]) =>
  policyAt(...rules.map((selection, i) => ({ rulePriority: i + 1, selection, action: { type: 'expire' } })));

function policyAt(...rules: readonly object[]): RetentionPolicy {
  const file = 'lifecycle-policy.json';
  const text = JSON.stringify({ rules });
  const read = readerFor(file, undefined, text)?.read(text, file);
  const [policy] = policiesAmong(read?.references ?? []);
  if (policy === undefined) throw new Error('no policy');
  return policy;
}

const OLD = { tagStatus: 'any', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 10 };
const MANY = { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 };
const image = (digit: string, age?: number, tags: readonly string[] = []): SeenImage => ({
  ...{ digest: digest(digit), tags },
  ...(age === undefined ? {} : { pushedAt: NOW - age * DAY }),
});
const fates = (policy: RetentionPolicy, images: readonly SeenImage[], hidesPulls = false) =>
  simulate(policy, images, NOW, { pins: NO_PINS, hidesPulls }).map(({ fate }) => fate.fate);

describe('what rests on something that is not known is unknown', () => {
  test('an age', () => {
    expect(fates(ecr(OLD), [image('a', 20), image('b')])).toEqual(['deleted', 'unknown']);
    expect(fates(ecr({ ...OLD, tagStatus: 'untagged' }), [image('a', undefined, ['v1'])])).toEqual(['kept']);
  });

  test('an age that decides of others, because they are counted together', () => {
    expect(fates(ecr(MANY), [image('a', 20), image('b')])).toEqual(['unknown', 'unknown']);
    expect(fates(ecr(MANY), [image('a', 20), image('b', 10), image('c')])).toEqual(['deleted', 'unknown', 'unknown']);
  });

  test('a pull', () => {
    const pulls = policyAt({
      rulePriority: 1,
      selection: { ...OLD, countType: 'sinceImagePulled' },
      action: { type: 'transition', targetStorageClass: 'archive' },
    });
    expect(fates(pulls, [image('a', 20)])).toEqual(['archived']);
    expect(fates(pulls, [image('a', 20)], true)).toEqual(['unknown']);
    expect(fates(pulls, [image('a', 5)], true)).toEqual(['kept']);
    expect(fates(ecr(OLD), [image('a', 20)], true)).toEqual(['deleted']);
  });

  test('which rule decides, where that alone is not known', () => {
    const by = (name: string): ImageFate => ({ digest: digest('a'), fate: 'deleted', by: name, tagsRemoved: [] });
    const policy = {
      ...ecr(OLD),
      simulate: ([first]: readonly { pushedAt: number }[]) => [by((first?.pushedAt ?? 0) === NOW ? '1' : '2')],
    };
    const [only] = simulate(policy, [image('a')], NOW, { pins: NO_PINS });
    expect(only?.fate).toEqual({ digest: digest('a'), fate: 'deleted', tagsRemoved: [] });
  });
});

test('what is said where some ages are hidden is never contradicted when they are known', () => {
  const rule = fc.record({
    tagStatus: fc.constantFrom('any', 'untagged', 'tagged'),
    countType: fc.constantFrom('sinceImagePushed', 'imageCountMoreThan'),
    countNumber: fc.integer({ min: 1, max: 6 }),
  });
  const whole = (written: { countType: string; tagStatus: string }) => ({
    ...written,
    ...(written.countType === 'sinceImagePushed' ? { countUnit: 'days' } : {}),
    ...(written.tagStatus === 'tagged' ? { tagPatternList: ['v*'] } : {}),
  });
  const seen = fc.record({ age: fc.integer({ min: 0, max: 12 }), isHidden: fc.boolean(), isTagged: fc.boolean() });
  fc.assert(
    fc.property(fc.array(rule, { minLength: 1, maxLength: 2 }), fc.array(seen, { maxLength: 8 }), (written, all) => {
      const policy = ecr(...written.map(whole));
      const made = all.map(({ age, isTagged }, i) => image(i.toString(16), age + i / 100, isTagged ? [`v${i}`] : []));
      const hidden = made.map(({ pushedAt, ...rest }, i) =>
        all[i]?.isHidden === true || pushedAt === undefined ? rest : { ...rest, pushedAt },
      );
      const truth = fates(policy, made);
      for (const [i, fate] of fates(policy, hidden).entries()) if (fate !== 'unknown') expect(fate).toBe(truth[i]);
    }),
  );
});

describe('the repositories of a policy', () => {
  const named = [
    { host: '123456789012.dkr.ecr.eu-west-1.amazonaws.com', repository: 'shop/web' },
    { host: '123456789012.dkr.ecr.eu-west-1.amazonaws.com', repository: 'shop/api' },
    { host: 'ghcr.io', repository: 'shop/web' },
  ];
  const policyFor = (hosts: string, repositories?: readonly string[]) => ({
    ...ecr(OLD),
    covers: { hosts, ...(repositories === undefined ? {} : { repositories }) },
  });

  test.each([
    [policyFor('*.dkr*ecr*.a*', ['shop/web']), ['shop/web']],
    [policyFor('*.dkr*ecr*.a*', ['shop/*']), ['shop/web', 'shop/api']],
    [policyFor('*.dkr*ecr*.a*'), ['shop/web', 'shop/api']],
    [policyFor('*.dkr*ecr*.a*', ['other']), []],
    [policyFor('gcr.io', ['acme/web']), ['acme/web']],
  ])('are what its text names, or what the workspace names of that: %#', (policy, wanted) => {
    expect(repositoriesFor(policy, named).map(({ repository }) => repository)).toEqual(wanted);
  });

  test('a list that calls repositories otherwise than the policies do is tried as it is', () => {
    const images = [{ ...image('a', 20), repository: 'elsewhere' }];
    const tried = (policies: readonly RetentionPolicy[]) =>
      simulateListed(policies, images, NO_PINS, NOW).map(({ outcome }) =>
        outcome.is === 'simulated' ? outcome.images[0]?.fate.fate : outcome.is,
      );
    expect(tried([policyFor('*', ['shop/web'])])).toEqual(['deleted']);
    expect(tried([policyFor('*', ['shop/web']), policyFor('*', ['elsewhere'])])).toEqual(['kept', 'deleted']);
  });
});
