import { afterEach, describe, expect, test, vi } from 'vitest';
import { CHECK_FORMATS } from '../../server/src/cli/formats.ts';
import { READERS } from '../../server/src/ecosystems/readers.ts';
import { RULES } from '../../server/src/rules/index.ts';
import { type FakeWorld, fakeWorld } from './fake-world.ts';

let world: FakeWorld;
afterEach(() => {
  vi.restoreAllMocks();
  world.remove();
});

const fail = () => {
  throw new TypeError('a fault');
};
const FILES = {
  'a/package.json': '{"dependencies": {}}',
  'b/Dockerfile': 'FROM bad\n',
  'z/Dockerfile': 'FROM scratch\nFROM good:latest\n',
};
const TOLD = (file: string) => expect.stringContaining(`${file}\` could not be read, by a fault of Registry Lens`);

function reader(id: string) {
  const found = READERS.find(one => one.id === id);
  if (found === undefined) throw new Error(`no reader ${id}`);
  return found;
}

/** Makes the rule over tags fail for the image `bad` alone, or say something that no view can draw. */
function spoilRule(judge: () => never): void {
  const rule = RULES.find(({ id }) => id === 'latest-tag');
  if (rule === undefined) throw new Error('no such rule');
  const whole = rule.judge;
  vi.spyOn(rule, 'judge').mockImplementation(sight => (sight.text.includes('bad') ? judge() : whole(sight)));
}

describe('a document at which something fails', () => {
  test.each(['recognises', 'parts', 'read'] as const)(
    'is told, and the others are listed: %s of a reader',
    async what => {
      world = fakeWorld({ files: FILES });
      const broken = reader('package-json');
      broken[what] ??= () => undefined as never;
      vi.spyOn(broken, what).mockImplementation(fail);
      const ran = await world.run('list', '.', '--format', 'json');
      expect(JSON.parse(ran.out).references.map(({ text }: { text: string }) => text)).toEqual(['bad', 'good:latest']);
      expect({ status: ran.status, err: ran.err }).toEqual({ status: 0, err: TOLD('a/package.json') });
    },
  );

  test('is told, and the others are judged: a rule', async () => {
    world = fakeWorld({ files: FILES });
    spoilRule(fail);
    const ran = await world.run('check', '.', '--offline', '--format', 'json');
    expect(JSON.parse(ran.out).findings).toMatchObject([{ file: 'z/Dockerfile', rule: 'latest-tag' }]);
    expect({ status: ran.status, err: ran.err }).toEqual({ status: 1, err: TOLD('b/Dockerfile') });
    expect(ran.err.match(/could not be read/g)).toHaveLength(1);
  });

  test.each(Object.keys(CHECK_FORMATS))('is told, and the others are printed: the view %s', async format => {
    world = fakeWorld({ files: FILES });
    spoilRule(() => ({ message: Symbol('no text'), fixes: [{ title: 'x', safety: 'review' }] }) as never);
    const ran = await world.run('check', '.', '--offline', '--format', format);
    expect(ran.out).toContain('z/Dockerfile');
    expect(ran.out).toContain('good');
    expect({ status: ran.status, err: ran.err }).toEqual({ status: 1, err: TOLD('b/Dockerfile') });
  });
});
