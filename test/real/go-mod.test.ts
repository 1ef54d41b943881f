import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goMod } from '../../server/src/ecosystems/go/readers/go-mod.ts';
import type { Reference } from '../../server/src/model/reference.ts';
import { findProgram, GO, installCommand, isMissing } from '../setup/programs.ts';

/**
 * What is required, by our reader and by the go of this machine (`go mod edit -json`, which asks nobody): in all forms
 * that go reads, and in some that it refuses.
 */
const SEED = 20261129;
const TEXTS = 300;

const name = fc.constantFrom(
  ...['a.example/b', 'A.example/b', 'github.com/BurntSushi/toml', 'a.example/b/v2', 'gopkg.in/yaml.v3', 'a.example/v1'],
  ...['"a.example/q"', '`a.example/r`', 'foo', 'a.example/b+c', 'a.example/é', 'gopkg.in/yaml'],
);
const version = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('v1.2.3', 'v0.1.0-rc.1', '"v1.0.0"', 'v2.0.0', 'v3.0.1') },
  fc.constantFrom('v2.0.0+incompatible', 'v0.0.0-20240102030405-abcdef123456', 'v1.0.0-00', '`v1.0.0`', 'master'),
);
const beside = fc.constantFrom(
  '',
  '',
  ' // indirect',
  '//indirect',
  ' // indirect; why',
  ' // not indirect',
  ' // indirect;',
);
const blank = fc.constantFrom(' ', '\t', '  ', ' \r');
const fitting = fc.constantFrom(
  ...['a.example/b v1.2.3', 'github.com/BurntSushi/toml v0.0.0-20240102030405-abcdef123456', 'a.example/b/v2 v2.0.0'],
  ...['gopkg.in/yaml.v3 v3.0.1', '"a.example/q" "v0.1.0-rc.1"', 'a.example/b v2.0.0+incompatible', 'foo v1.0.0'],
);
const pair = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(fitting, beside).map(parts => parts.join('')) },
  fc.tuple(name, blank, version, beside).map(parts => parts.join('')),
);
const line = fc.oneof(
  { weight: 4, arbitrary: pair.map(text => `require ${text}`) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom('', ' // why', '//'),
        fc.array(pair, { maxLength: 4 }),
        fc.constantFrom('\n', '\n\n// about\n'),
      )
      .map(([after, pairs, between]) => `require (${after}\n\t${pairs.join(`${between}\t`)}\n)`),
  },
  fc.constantFrom(
    ...['go 1.19', 'retract v1.0.0 // why', 'retract [v1.0.0, v1.1.0]', '// words', '', 'exclude z.example/z v1.0.0'],
    ...['replace z.example/z => ./z', 'replace (\n\tz.example/z v1.1.0 => z.example/y v1.0.0\n)', 'require ()'],
  ),
);
const texts = fc.sample(
  fc
    .tuple(fc.array(line, { minLength: 1, maxLength: 8 }), fc.constantFrom('\n', '\r\n'))
    .map(([lines, newline]) => `module m.example/m\n${lines.join('\n')}\n`.replaceAll('\n', newline)),
  { seed: SEED, numRuns: TEXTS },
);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'go-mod-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What go reads of a text, a requirement each; `undefined` where it refuses the text. */
function readByGo(text: string): string[] | undefined {
  const file = path.join(folder, 'go.mod');
  writeFileSync(file, text);
  const env = { PATH: process.env.PATH, HOME: folder, GOENV: 'off', GOFLAGS: '', GOTOOLCHAIN: 'local' };
  const { status, stdout } = spawnSync(findProgram(GO) ?? 'go', ['mod', 'edit', '-json', file], {
    env,
    encoding: 'utf8',
  });
  if (status !== 0) return undefined;
  const { Require } = JSON.parse(stdout) as {
    Require: readonly { Path: string; Version: string; Indirect?: boolean }[] | null;
  };
  return (Require ?? []).map(({ Path, Version, Indirect }) => said(Path, Version, Indirect === true));
}

function said(path: string, version: string, isIndirect: boolean): string {
  return `${path} ${version}${isIndirect ? ' indirect' : ''}`;
}

/** Without what `replace` names. */
function readByUs(text: string): readonly Reference[] {
  const { references } = goMod.read(text, 'go.mod');
  return references.filter(({ span }) => !text.slice(span.start, span.end).startsWith('z.'));
}

describe.skipIf(isMissing(GO))(`go itself (${installCommand(GO)})`, () => {
  test(`reads the same requirements of ${TEXTS} texts`, () => {
    let accepted = 0;
    for (const text of texts) {
      const theirs = readByGo(text);
      if (theirs === undefined) continue;
      accepted += 1;
      const ours = readByUs(text).flatMap(({ subject }) => {
        if (subject.kind === 'release') return [said(subject.name, subject.want.text, subject.indirect === true)];
        return subject.kind === 'opaque' ? [`${subject.why} ${subject.name} ${subject.want}`] : [];
      });
      // It reads names that it cannot ask for, and is told that they are none.
      const expected = theirs.map(each => (/^(?:foo|A\.|a\.example\/(?:b\+c|é)) ?/.test(each) ? 'invalid' : each));
      expect(
        ours.map(each => each.replace(/^invalid .*/, 'invalid')),
        text,
      ).toEqual(expected);
    }
    expect(accepted).toBeGreaterThan(100);
  });

  test('what we ask about go reads, and it refuses nothing else', () => {
    const alone = new Map<string, Reference['subject']>();
    for (const text of texts)
      for (const { subject, span } of readByUs(text)) alone.set(text.slice(span.start, span.end).trim(), subject);
    expect(alone.size).toBeGreaterThan(60);
    for (const [words, subject] of alone) {
      const isRead = readByGo(`module m.example/m\nrequire ${words}\n`) !== undefined;
      if (subject.kind === 'release' && subject.want.is === 'exact') expect(isRead, words).toBe(true);
      // Go finds out later that it cannot ask for such a name.
      if (subject.kind === 'opaque')
        expect(isRead && !/^"?(?:foo|A\.|a\.example\/(?:b\+c|é))/.test(words), words).toBe(false);
    }
  });
});
