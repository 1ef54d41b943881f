import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLens } from '../server/src/lens.ts';
import type { Question } from '../server/src/model/question.ts';
import { readSettings } from '../server/src/settings.ts';

let home: string;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'lens-home-'));
});
afterEach(() => rm(home, { recursive: true }));

const QUESTIONS: readonly Question[] = [
  { ask: 'package', registry: 'npm', name: 'demo' },
  { ask: 'tags', image: { host: 'docker.io', repository: 'library/node' } },
];

test.each(QUESTIONS)('offline, no registry is asked, and the route stays known: $ask', async question => {
  const { settings } = readSettings({ 'registryLens.offline': true }, []);
  const lens = createLens({ environment: {}, home, settings, log: () => undefined });
  const folder = await lens.openFolder({ settings, trusted: true });
  await folder.settle([question]);
  expect(folder.peek(question)).toEqual({ state: 'unknown', why: 'offline' });
  expect(folder.goesToDefaultRegistry(question)).toBe(true);
  expect(lens.http.requests).toBe(0);
  await lens.close();
});
