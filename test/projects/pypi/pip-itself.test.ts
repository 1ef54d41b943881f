import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { readPip } from '../../../server/src/projects/pypi/pip.ts';
import { readPythonSource } from '../../../server/src/projects/pypi/source.ts';
import { readSettings } from '../../../server/src/read-settings.ts';
import { ownershipIn } from '../../support/ownership.ts';
import { askPython, findPip, PIP_HINT } from '../../support/python-client.ts';

const place = mkdtempSync(path.join(tmpdir(), 'pip-itself-'));
afterAll(() => rmSync(place, { recursive: true }));

/** Has pip set itself up for `pip install -r FILE`, many times in one process, and tells what it would ask. */
const PROGRAM = `
import contextlib, io, json, os, sys
from pip._internal.commands import create_command
from pip._internal.network.session import PipSession
from pip._internal.req.req_file import parse_requirements
def told(case):
    os.environ.clear()
    os.environ.update(case['env'])
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            command = create_command('install')
            options, _ = command.parse_args([])
            session = PipSession()
            finder = command._build_package_finder(options=options, session=session)
            list(parse_requirements(case['file'], session, finder=finder, options=options))
        if finder.find_links: return 'links'
        return list(finder.index_urls) or 'no index'
    except SystemExit:
        return 'refused'
print(json.dumps([told(case) for case in json.load(sys.stdin)]))
`;

const url = fc.constantFrom(
  'https://a.example/simple',
  'https://b.example',
  'http://ann:pw@c.example/x',
  'https://pypi.org/simple',
);
const key = fc.constantFrom(
  'index-url',
  'index_url',
  'extra-index-url',
  'Extra-Index-URL',
  'no-index',
  'find-links',
  'timeout',
);
const line = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(key, url).map(([name, value]) => `${name} = ${/no/.test(name) ? 'off' : value}`) },
  { weight: 2, arbitrary: fc.tuple(url, url).map(([a, b]) => `extra-index-url =\n    ${a}\n  # more\n    ${b}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('no-index = true', 'no-index = perhaps', 'index-url =', '# a comment', '', 'nonsense'),
  },
);
const section = fc
  .tuple(fc.constantFrom('global', 'install', 'download'), fc.array(line, { maxLength: 2 }))
  .map(([name, lines]) => `[${name}]\n${lines.filter(text => !/find-links|timeout/.test(text)).join('\n')}\n`);
const file = fc.option(
  fc.uniqueArray(section, { maxLength: 2, selector: text => text.slice(0, 5) }).map(all => all.join('')),
);
const variables = fc.record(
  {
    PIP_INDEX_URL: url,
    PIP_EXTRA_INDEX_URL: fc.array(url, { minLength: 1, maxLength: 2 }).map(all => all.join(' ')),
    PIP_NO_INDEX: fc.constantFrom('0', '', 'no'),
  },
  { requiredKeys: [] },
);
const option = fc.oneof(
  url.map(text => ['index-url', text] as const),
  url.map(text => ['extra-index-url', text] as const),
);
const world = fc.record({
  user: file,
  old: file,
  machine: file,
  chosen: file,
  env: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: variables }),
  // A reader gives the index first, and of the others those that are named behind it.
  options: fc.tuple(
    fc.option(option.filter(([name]) => name === 'index-url')),
    fc.array(
      option.filter(([name]) => name !== 'index-url'),
      { maxLength: 2 },
    ),
  ),
});

const pip = findPip();
test.skipIf(pip === undefined)(
  pip === undefined ? PIP_HINT : 'pip itself would ask the same indexes, in the same order',
  async () => {
    const worlds = fc.sample(world, { numRuns: 160, seed: 15 });
    const cases = worlds.map((each, i) => {
      const home = path.join(place, String(i));
      const put = (name: string, text: string | null) => {
        if (text === null) return;
        mkdirSync(path.dirname(path.join(home, name)), { recursive: true });
        writeFileSync(path.join(home, name), text);
      };
      put('.config/pip/pip.conf', each.user);
      put('.pip/pip.conf', each.old);
      put('xdg/pip/pip.conf', each.machine);
      put('chosen.ini', each.chosen);
      const [index, extra] = each.options;
      const options = [...(index === null ? [] : [index]), ...extra];
      put('requirements.txt', options.map(([name, text]) => `--${name} ${text}\n`).join(''));
      const env = {
        ...{ ...each.env, HOME: home, XDG_CONFIG_DIRS: path.join(home, 'xdg') },
        ...(i % 3 === 0 ? { PIP_CONFIG_FILE: path.join(home, 'chosen.ini') } : {}),
      };
      const source = ['pip', ...options.map(([name, text]) => `${name}=${text}`)].join(' ');
      return { home, env, source, file: path.join(home, 'requirements.txt') };
    });
    const told = JSON.parse(askPython(PROGRAM, JSON.stringify(cases)) ?? '[]') as unknown[];
    expect(told).toHaveLength(cases.length);
    const own: unknown[] = [];
    for (const { home, env, source } of cases) {
      const configuration = await readPip(
        {
          ...{ home, environment: env, settings: readSettings({}, []).settings },
          ...{ ownership: ownershipIn([path.join(home, 'repo')], home), log: () => undefined, fingerprint: String },
          systemFolder: path.join(home, 'none'),
        },
        'linux',
      );
      const plan = configuration.plan('demo', readPythonSource(source));
      if (plan.is === 'asked') own.push(plan.rounds.flat().map(index => index.url));
      else own.push(plan.why === 'blocked' ? 'no index' : /outside/.test(plan.said) ? 'links' : 'refused');
    }
    expect(own).toEqual(told);
    expect(new Set(told.map(each => (Array.isArray(each) ? each.length : each))).size).toBeGreaterThan(4);
  },
);
