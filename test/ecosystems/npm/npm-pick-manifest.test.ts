import { createRequire } from 'node:module';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NPM_VERSIONING, npmWant } from '../../../server/src/ecosystems/npm/versions.ts';
import type { PackageFact } from '../../../server/src/model/answer.ts';
import { createDerive } from '../../../server/src/model/derive.ts';

const require = createRequire(import.meta.url);
/** npm's own choice: it throws where it finds nothing. */
const pickManifest: (packument: object, wanted: string) => { version: string } = require('npm-pick-manifest');

const number = fc.nat(2);
const pre = fc.oneof(fc.constant(''), fc.constant(''), fc.constantFrom('-alpha.0', '-beta.1', '-beta.2', '-rc'));
const version = fc.tuple(number, number, number, pre).map(([a, b, c, d]) => `${a}.${b}.${c}${d}`);
const simple = fc
  .tuple(fc.constantFrom('', '^', '~', '>=', '<', '>', '<=', 'v', '=', '~> ', '>= '), version)
  .map(parts => parts.join(''));
const partial = fc.constantFrom('*', '', 'x', '1', '1.x', '~1', '^1.2', '2.1.X', '>=0.0.0', 'latest', 'next', 'absent');
const compound = fc.tuple(simple, fc.constantFrom(' ', ' || ', ' - '), version).map(parts => parts.join(''));
const wanted = fc.oneof(simple, partial, compound).filter(text => npmWant(text) !== undefined);
const releases = fc.uniqueArray(fc.record({ version, deprecated: fc.boolean() }), {
  maxLength: 7,
  selector: r => r.version,
});

test('chooses what npm would install', () => {
  fc.assert(
    fc.property(releases, wanted, fc.nat(), fc.nat(), (list, text, latest, next) => {
      const tags: Record<string, string> = {};
      // Every fourth package or so has no such tag.
      const tag = (name: string, index: number) => {
        const release = list[index % (list.length + 2)];
        if (release !== undefined) tags[name] = release.version;
      };
      tag('latest', latest);
      tag('next', next);
      expect(ours(list, tags, text)).toBe(npms(list, tags, text));
    }),
    { numRuns: 2_000 },
  );
});

interface Release {
  readonly version: string;
  readonly deprecated: boolean;
}

function ours(list: readonly Release[], tags: Record<string, string>, text: string): string {
  const fact: PackageFact = {
    standing: { is: 'live' },
    tags,
    releases: list.map(({ version, deprecated }) => ({
      version,
      standing: deprecated ? { is: 'deprecated', message: 'old' } : { is: 'live' },
    })),
  };
  const want = npmWant(text);
  const selection = want === undefined ? undefined : NPM_VERSIONING.select({ want }, fact, createDerive());
  return selection?.is === 'release' ? selection.version : 'nothing';
}

function npms(list: readonly Release[], tags: Record<string, string>, text: string): string {
  const versions = Object.fromEntries(
    list.map(({ version, deprecated }) => [
      version,
      { name: 'demo', version, ...(deprecated ? { deprecated: 'old' } : {}) },
    ]),
  );
  try {
    return pickManifest({ name: 'demo', versions, 'dist-tags': tags }, text).version;
  } catch {
    return 'nothing';
  }
}
