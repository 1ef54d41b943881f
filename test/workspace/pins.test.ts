import { expect, it } from 'vitest';
import { readerFor } from '../../server/src/ecosystems/readers.ts';
import { linesOf } from '../../server/src/model/positions.ts';
import { createPinIndex, type PinIndex } from '../../server/src/workspace/pins.ts';
import { digest } from '../support/judge.ts';

const REDIS = { host: 'docker.io', repository: 'library/redis' };

function put(pins: PinIndex, file: string, text: string): number {
  const reading = readerFor('Dockerfile')?.read(text, file);
  if (reading === undefined) throw new Error('no reader');
  pins.put({ key: file, file, reading, lines: linesOf(text) });
  return pins.revision;
}

function told(pins: PinIndex, tag = '7'): string[] {
  return pins
    .pinsOf(REDIS, tag)
    .all.map(({ file, digest, range }) => `${file}:${range.start.line} ${digest.slice(7, 9)}`);
}

it('finds the pins of one image and tag in all documents, by their names', () => {
  const pins = createPinIndex();
  put(pins, 'b', `FROM redis:7@${digest('b')}\nFROM docker.io/library/redis:7@${digest('c')}\n`);
  put(
    pins,
    'a',
    `FROM redis:7@${digest('a')}\nFROM redis:6@${digest('d')}\nFROM node:7@${digest('e')}\nFROM redis:7\n`,
  );
  expect(told(pins)).toEqual(['a:0 aa', 'b:0 bb', 'b:1 cc']);
  expect(told(pins, '6')).toEqual(['a:1 dd']);
  expect(told(pins, '5')).toEqual([]);
});

it('forgets what a document no longer pins, and documents that are gone', () => {
  const pins = createPinIndex();
  put(pins, 'a', `FROM redis:7@${digest('a')}\n`);
  put(pins, 'b', `FROM redis:7@${digest('b')}\n`);
  put(pins, 'a', 'FROM redis:7\n');
  expect(told(pins)).toEqual(['b:0 bb']);
  pins.drop('b');
  pins.drop('never');
  expect(told(pins)).toEqual([]);
});

it('counts what others can see, and nothing else', () => {
  const pins = createPinIndex();
  const first = put(pins, 'a', `FROM redis:7@${digest('a')}\n`);
  expect(put(pins, 'a', `FROM redis:7@${digest('a')}\nRUN true\n`)).toBe(first);
  expect(put(pins, 'c', 'FROM redis:7\n')).toBe(first);
  expect(put(pins, 'a', `\nFROM redis:7@${digest('a')}\n`)).toBeGreaterThan(first);
});

it('knows which hosts some document has cleaned up', () => {
  const pins = createPinIndex();
  const clean = (key: string, ...collects: string[]) => {
    pins.put({ key, file: key, reading: { references: [], ignores: [], collects }, lines: linesOf('') });
    return pins.revision;
  };
  const first = clean('a', 'ghcr.io');
  expect(clean('a', 'ghcr.io')).toBe(first);
  clean('b', '*.dkr.ecr*.amazonaws.com*');
  expect(pins.collects('ghcr.io')).toBe(true);
  expect(pins.collects('1.dkr.ecr.eu-west-1.amazonaws.com')).toBe(true);
  expect(pins.collects('1.dkr.ecr-fips.us-gov-west-1.amazonaws.com')).toBe(true);
  expect(pins.collects('1.dkr.ecr.cn-north-1.amazonaws.com.cn')).toBe(true);
  for (const host of ['docker.io', 'a.ghcr.io', 'ecr.example', 'public.ecr.aws'])
    expect(pins.collects(host)).toBe(false);
  expect(clean('a')).toBeGreaterThan(first);
  pins.drop('b');
  expect(pins.collects('ghcr.io') || pins.collects('1.dkr.ecr.eu-west-1.amazonaws.com')).toBe(false);
});

it('knows what some document builds, until it does no more', () => {
  const pins = createPinIndex();
  const build = (key: string, ...wants: (string | undefined)[]) => {
    const references = wants.map(want => ({
      span: { start: 0, end: 0 },
      role: 'manifest' as const,
      subject: {
        kind: 'opaque' as const,
        why: 'workspace' as const,
        registry: 'oci' as const,
        name: 'docker.io/library/redis',
        ...(want === undefined ? {} : { want }),
      },
    }));
    pins.put({ key, file: key, reading: { references, ignores: [] }, lines: linesOf('') });
    return pins.revision;
  };
  const first = build('a', '7', undefined);
  expect(build('a', '7', undefined)).toBe(first);
  expect(['7', 'latest', '6'].map(tag => pins.makes(REDIS, tag))).toEqual([true, true, false]);
  expect(build('a', '7')).toBeGreaterThan(first);
  expect(pins.makes(REDIS, 'latest')).toBe(false);
  pins.drop('a');
  expect(pins.makes(REDIS, '7')).toBe(false);
  expect(pins.revision).toBeGreaterThan(first + 1);
});
