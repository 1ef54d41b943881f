import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLens } from '../../../server/src/lens.ts';
import type { Answer, AnyFact } from '../../../server/src/model/answer.ts';
import type { Question } from '../../../server/src/model/question.ts';
import { readSettings } from '../../../server/src/read-settings.ts';
import { type LocalServer, startLocalServer } from '../../support/local-server.ts';
import { mirror, profile, server, settings } from './maven-world.ts';

/**
 * What leaves the process, from the settings to the wire: a repository that plays Central and has every artifact, and a
 * private one that wants a login and has two of them.
 */
let place: string;
let everybodys: LocalServer;
let own: LocalServer;
beforeEach(async () => {
  place = realpathSync(mkdtempSync(path.join(tmpdir(), 'private-artifacts-')));
  everybodys = await startRepository(() => '<project/>');
  own = await startRepository(file => OWN[file], `Basic ${Buffer.from('u:p').toString('base64')}`);
});
afterEach(async () => {
  await Promise.all([everybodys.stop(), own.stop()]);
  rmSync(place, { recursive: true });
});

const LIST = '<metadata><versioning><versions><version>0.1.0</version></versions></versioning></metadata>';
const MOVED = '<groupId>com.acme.inner</groupId>';
const OWN: Readonly<Record<string, string>> = {
  '/': '<html/>',
  '/com/acme/secret/maven-metadata.xml': LIST,
  '/com/acme/secret/0.1.0/secret-0.1.0.pom': '<project/>',
  '/com/acme/moved/0.1.0/moved-0.1.0.pom': `<project><distributionManagement><relocation>${MOVED}</relocation></distributionManagement></project>`,
};

/** With a login, all of the repository is for those who have it. */
function startRepository(bodyOf: (file: string) => string | undefined, login?: string): Promise<LocalServer> {
  return startLocalServer((request, response) => {
    if (login !== undefined && request.headers.authorization !== login) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="own"' }).end();
      return;
    }
    const body = bodyOf(request.url ?? '/');
    response.writeHead(body === undefined ? 404 : 200).end(body ?? '');
  });
}

interface World {
  readonly settings?: string;
  readonly source?: string;
  readonly config?: string;
  readonly central?: boolean;
}

/** What is known of what the private repository has, in a version that it has and in another, and of what moved. */
async function ask({ settings: text, source, config, central = true }: World) {
  const files = { 'home/.m2/settings.xml': text, 'repo/.mvn/maven.config': config, 'repo/pom.xml': '<project/>' };
  for (const [file, content] of Object.entries(files)) {
    if (content === undefined) continue;
    mkdirSync(path.dirname(path.join(place, file)), { recursive: true });
    writeFileSync(path.join(place, file), content);
  }
  mkdirSync(path.join(place, 'home'), { recursive: true });
  const { settings: read } = readSettings({ registries: central ? { maven: everybodys.base } : {} }, []);
  const log: string[] = [];
  const environment = { NO_PROXY: '127.0.0.1', REGISTRY_LENS_CACHE: path.join(place, 'cache') };
  const lens = createLens({ environment, home: path.join(place, 'home'), settings: read, log: line => log.push(line) });
  const folder = await lens.openFolder({ root: path.join(place, 'repo'), settings: read, trusted: true });
  const name = { registry: 'maven', name: 'com.acme:secret', ...(source === undefined ? {} : { source }) } as const;
  const questions: Question[] = [
    { ask: 'package', ...name },
    { ask: 'release', version: '0.1.0', ...name },
    { ask: 'release', version: '9.9.9', ...name },
    { ask: 'history', ...name },
    { ask: 'release', version: '0.1.0', ...name, name: 'com.acme:moved' },
    { ask: 'terms', version: '0.1.0', ...name },
    { ask: 'terms', version: '9.9.9', ...name },
  ];
  await folder.settle(questions);
  await lens.close();
  return { told: questions.map(question => wordOf(folder.peek(question))).join(', '), log: log.join('\n') };
}

function wordOf(answer: Answer<AnyFact>): string {
  if (answer.state === 'unknown') return answer.why;
  if (answer.state === 'absent') return `no ${answer.missing}`;
  return 'standing' in answer.fact && answer.fact.standing.is === 'relocated' ? 'relocated' : 'known';
}

const everyone = (why: string) => Array(7).fill(why).join(', ');
const ours = () => `maven repository=own|${own.base}`;
const login = () => server('own') + profile('known', { own: own.base }, '<activation/>');

test('everybody’s repository hears what is everybody’s', async () => {
  const { told } = await ask({});
  expect(told).toContain('known');
  expect(everybodys.requests).toContain('GET /com/acme/secret/0.1.0/secret-0.1.0.pom');
});

test.each<[string, () => World, string]>([
  [
    'a mirror of all',
    () => ({ settings: settings(mirror('own', own.base, '*'), server('own')), central: false }),
    'known, known, no version, known, relocated, known, no version',
  ],
  [
    'a mirror of Central',
    () => ({ settings: settings(mirror('own', own.base, 'central'), server('own')), central: false }),
    'known, known, no version, known, relocated, known, no version',
  ],
  [
    'a repository before Central',
    () => ({ settings: settings(server('own'), profile('a', { own: own.base })) }),
    'known, known, elsewhere, known, relocated, known, elsewhere',
  ],
  [
    'a repository of the file before Central',
    () => ({ source: ours(), settings: settings(login()) }),
    'known, known, elsewhere, known, relocated, known, elsewhere',
  ],
  ['a repository that says nothing to nobody', () => ({ source: ours() }), everyone('refused')],
  [
    'a repository whose login is withheld',
    () => ({ source: ours(), settings: settings(server('own')) }),
    everyone('refused'),
  ],
  ['an address that is not worked out', () => ({ source: 'maven repository=own|${corp}/m2' }), everyone('untrusted')],
  ['settings that are half typed', () => ({ settings: '<settings><mirrors>' }), everyone('unreachable')],
  ['settings that the project names and does not have', () => ({ config: '-s nowhere.xml' }), everyone('unreachable')],
])('everybody’s repository hears no name that is private by %s', async (_, world, says) => {
  const { told, log } = await ask(world());
  expect(told).toBe(says);
  expect(everybodys.requests).toEqual([]);
  expect(log).not.toContain('u:p');
  // Nobody is shown a login before they ask for one.
  const [first] = own.headers;
  expect(first?.authorization).toBeUndefined();
});

test('a folder that says where the user’s repository is gets no login', async () => {
  const { log } = await ask({
    source: `maven repository=own|${everybodys.base}`,
    settings: settings(login()),
    central: false,
  });
  expect(everybodys.headers.every(({ authorization }) => authorization === undefined)).toBe(true);
  expect(log).toContain('The login for the repository `own` is not sent where only the folder says that it is');
  expect(own.requests).toEqual([]);
});
