import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bundles } from '../bundles.ts';
import { noticesOf } from '../third-party-notices.ts';
import { packagesIn } from './support/bundled-packages.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

test('every package that is bundled has its licence in the notices', async () => {
  const built = await Promise.all(bundles(true).map(bundle => build({ ...bundle, write: false, metafile: true })));
  const inputs = built.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const notices = noticesOf(ROOT, inputs);
  if (notices.is === 'incomplete') throw new Error(notices.problems.join('\n'));
  const packages = packagesIn(ROOT, inputs);
  expect(packages.length).toBeGreaterThan(20);
  for (const { title, licence } of packages) {
    expect(notices.text).toContain(`\n${title}\n`);
    expect(notices.text).toContain(licence);
  }
  expect(notices.text).toMatch(/^trusted_root\.json of sigstore\/root-signing \(Apache-2\.0\)$/m);
  // What packages hold copies of has left its own word in the bundles.
  for (const copy of ['llhttp', 'ws']) expect(notices.text).toMatch(new RegExp(`^${copy}, in undici `, 'm'));
});

describe('of a package', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'notices-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  async function write(folder: string, manifest: object, files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries({ 'package.json': JSON.stringify(manifest), ...files })) {
      const file = path.join(root, folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }

  /** The notices in one line, or the problems. */
  function notices(...inputs: readonly string[]): readonly string[] {
    const found = noticesOf(root, inputs);
    if (found.is === 'incomplete') return found.problems;
    return found.text.split(/\n*=+\n+/).map(section => section.trim().replace(/\n+/g, ' / '));
  }

  const FIRST = 'Registry Lens contains the packages below, each under the licence that follows its name.';
  const A = { name: 'a', version: '1.0.0', license: 'MIT' };

  test.each(['LICENSE', 'licence.md', 'LICENSE-MIT', 'License.txt', 'COPYING', 'LICENCE.BSD'])(
    'the licence is found in %s',
    async name => {
      await write('node_modules/a', A, { [name]: '\uFEFFText\r\nof it\r\n' });
      expect(notices('node_modules/a/x.js', 'server/src/main.ts')).toEqual([FIRST, 'a 1.0.0 (MIT) / Text / of it']);
    },
  );

  test.each(['licensing.md', 'unlicensed.js', 'NOTICE'])('it is not %s', async name => {
    await write('node_modules/a', A, { [name]: 'text' });
    expect(notices('node_modules/a/x.js')).toEqual([expect.stringContaining('no text of its licence')]);
  });

  test('without a text, or without a name for it, the bundle cannot be shipped', async () => {
    await write('node_modules/a', A, { 'README.md': 'MIT' });
    await write('node_modules/@s/b', { name: '@s/b', version: '2.0.0' }, { LICENSE: 'text', 'lib/x.js': '' });
    expect(notices('node_modules/a/x.js', 'node_modules/@s/b/lib/x.js')).toEqual([
      '`@s/b` 2.0.0 is bundled, and its package.json names no licence.',
      '`a` 1.0.0 is bundled, and no text of its licence is in `node_modules/a`.',
    ]);
  });

  test('notices that it passes on, and those of its parts, are passed on', async () => {
    await write('node_modules/a', A, {
      LICENSE: 'its own',
      'ThirdPartyNotices.txt': 'of others',
      'lib/part/LICENSE': 'of a part',
      'lib/part/deep/x.js': '',
      'lib/unused/LICENSE': 'not bundled',
    });
    expect(notices('node_modules/a/lib/part/deep/x.js')).toEqual([
      FIRST,
      expect.stringMatching(/^a 1.0.0 \(MIT\) \/ its own \/ -+ \/ of others \/ -+ \/ of a part$/),
    ]);
  });

  test('two versions are two, and who has the same text shares it', async () => {
    await write('node_modules/a', A, { LICENSE: 'text' });
    await write('node_modules/b/node_modules/a', { ...A, version: '2.0.0' }, { LICENSE: 'text' });
    await write('node_modules/b', { ...A, name: 'b' }, { LICENSE: 'another' });
    expect(notices('node_modules/a/x.js', 'node_modules/b/node_modules/a/x.js', 'node_modules/b/x.js')).toEqual([
      FIRST,
      'a 1.0.0 (MIT) / a 2.0.0 (MIT) / text',
      'b 1.0.0 (MIT) / another',
    ]);
  });
});

test('the texts that are kept here are those of the copies', () => {
  const comment = readFileSync(path.join(ROOT, 'node_modules/undici/lib/web/websocket/receiver.js'), 'utf8');
  const names = [...comment.matchAll(/^\/\/ (Copyright .+)$/gm)].map(([, line]) => line);
  expect(names).toHaveLength(3);
  for (const name of names) expect(readFileSync(path.join(ROOT, 'licences/ws.txt'), 'utf8')).toContain(name);
});
