import { afterEach, expect, it } from 'vitest';
import { digest, index, manifest } from '../support/judge.ts';
import { type FakeWorld, fakeWorld } from './fake-world.ts';

let world: FakeWorld | undefined;
afterEach(() => world?.remove());

it('judges a file no more often the more files pin the same image', async () => {
  const FILES = 30;
  const image = 'oci docker.io/library/node';
  const one = Array.from({ length: FILES }, (_, i) => [`${i}/Dockerfile`, `FROM node:20@${digest('a')}\n`] as const);
  const known = {
    [`manifest ${image} :20`]: manifest('a', 'index'),
    [`manifest ${image} @${digest('a')}`]: manifest('a', 'index'),
    [`contents ${image} @${digest('a')}`]: index({ 'linux/amd64': 'b' }),
  };
  world = fakeWorld({ files: Object.fromEntries(one), known });
  const { wanted } = await world.run('check', '.');
  // When it is read, when all are, and when the answers are there.
  expect(wanted.filter(key => key === `manifest ${image} :20`).length).toBeLessThanOrEqual(3 * FILES);
});
