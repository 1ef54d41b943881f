import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseImageReference } from '../../../server/src/model/image-reference.ts';
import type { Question } from '../../../server/src/model/question.ts';
import { loadOciRoutes } from '../../../server/src/projects/oci/routes.ts';
import { readSettings } from '../../../server/src/read-settings.ts';
import type { Route, RoutingWorld } from '../../../server/src/registries/route.ts';
import { ownershipIn } from '../../support/ownership.ts';

let folder = '';
const lines: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'oci-addresses-'));
  lines.length = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Given {
  /** By path below the test's folder: `home/…` is the user's, `etc/…` the machine's, `work/…` the workspace's. */
  readonly files?: Readonly<Record<string, string>>;
  /** Paths below the test's folder. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly oci?: Readonly<Record<string, string>>;
}

/** Where a question about an image goes, in one line: mirrors first, `blocked` and the like for what is not asked. */
async function placeOf(image: string, given: Given = {}, ask: Question['ask'] = 'manifest'): Promise<string> {
  for (const [file, text] of Object.entries(given.files ?? {})) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  const places = Object.entries(given.environment ?? {}).map(([name, place]) => [name, path.join(folder, place)]);
  const world: RoutingWorld = {
    home: path.join(folder, 'home'),
    root: path.join(folder, 'work'),
    ownership: ownershipIn([path.join(folder, 'work')], path.join(folder, 'home')),
    systemFolder: path.join(folder, 'etc'),
    environment: Object.fromEntries(places),
    fingerprint: JSON.stringify,
    log: line => lines.push(line.replaceAll(folder, '').replaceAll(path.sep, '/')),
    settings: readSettings({ 'registryLens.registries': { oci: given.oci ?? {} } }, []).settings,
  };
  const routing = (await loadOciRoutes(world))(questionOf(image, ask));
  if (!routing.open) return routing.why;
  return [...(routing.route.mirrors ?? []), routing.route].map(placeText).join(', ');
}

function placeText({ base, repository, plainHttpToo, wellKnown }: Route): string {
  const path = repository === undefined ? '' : ` ${repository}`;
  return `${base}${path}${plainHttpToo ? ' or http' : ''}${wellKnown ? ' (usual)' : ''}`;
}

function questionOf(text: string, ask: Question['ask']): Question {
  const reference = parseImageReference(text);
  if (reference === undefined) throw new Error(`${text} is no image`);
  const { name: image, digest, tag = 'latest' } = reference;
  if (ask === 'manifest') return { ask, image, at: digest === undefined ? { tag } : { digest } };
  if (ask === 'tags') return { ask, image };
  if (digest === undefined || (ask !== 'contents' && ask !== 'config' && ask !== 'referrers'))
    throw new Error(`${text} does not go with ${ask}`);
  return { ask, image, digest };
}

const USER = 'home/.config/containers/registries.conf';
const DIGEST = `sha256:${'a'.repeat(64)}`;

describe('a registry in registries.conf', () => {
  it.each<[string, string, string]>([
    ['moves a host', '[[registry]]\nprefix="a.example"\nlocation="b.example"', 'https://b.example'],
    [
      'moves a part of a name',
      '[[registry]]\nprefix="a.example/team"\nlocation="b.example:8443/mirrors/a"',
      'https://b.example:8443 mirrors/a/app',
    ],
    [
      'moves to Docker Hub',
      '[[registry]]\nprefix="a.example/team"\nlocation="docker.io/team"',
      'https://registry-1.docker.io',
    ],
    ['without a prefix is about its location', '[[registry]]\nlocation="a.example"', 'https://a.example (usual)'],
    [
      'of the longest prefix counts, wherever it stands',
      ['a.example/team', 'a.example', 'a.example/team/app', 'a.example/te']
        .map(prefix => `[[registry]]\nprefix="${prefix}"\nlocation="${prefix.length}.example/x"`)
        .join('\n'),
      'https://18.example x',
    ],
    [
      'begins with whole words only',
      '[[registry]]\nprefix="a.example/te"\nlocation="b.example"',
      'https://a.example (usual)',
    ],
    [
      'of another port is another',
      '[[registry]]\nprefix="a.example:5000"\nlocation="b.example"',
      'https://a.example (usual)',
    ],
    [
      'that is blocked is not asked',
      '[[registry]]\nprefix="a.example/team"\nblocked=true\nlocation="a.example"',
      'blocked',
    ],
    [
      'that is blocked elsewhere is asked here',
      '[[registry]]\nlocation="a.example/other"\nblocked=true',
      'https://a.example (usual)',
    ],
    ['may speak plain http', '[[registry]]\nlocation="a.example"\ninsecure=true', 'https://a.example or http (usual)'],
    [
      'of this machine speaks plain http',
      '[[registry]]\nprefix="a.example"\nlocation="localhost:5000"',
      'http://localhost:5000',
    ],
    [
      'by a wildcard keeps its host',
      '[[registry]]\nprefix="*.example"\ninsecure=true',
      'https://a.example or http (usual)',
    ],
    ['by a wildcard is blocked', '[[registry]]\nprefix="*.example"\nblocked=true', 'blocked'],
    [
      'by a wildcard is not the domain itself',
      '[[registry]]\nprefix="*.a.example"\nblocked=true',
      'https://a.example (usual)',
    ],
    ['moves by a wildcard', '[[registry]]\nprefix="*.example"\nlocation="b.org/x"', 'https://b.org x/team/app'],
    [
      'with a scheme is none',
      '[[registry]]\nprefix="a.example"\nlocation="http://b.example"',
      'https://a.example (usual)',
    ],
    ['without a location is none', '[[registry]]\nprefix="a.example"', 'https://a.example (usual)'],
    ['that leads to no name is nowhere', '[[registry]]\nprefix="a.example"\nlocation="b example"', 'unreachable'],
    ['of other types is none', 'registry = "a.example"', 'https://a.example (usual)'],
    ['of version 1 is not read', '[registries.block]\nregistries=["a.example"]', 'https://a.example (usual)'],
  ])('%s', async (_, text, place) => {
    expect(await placeOf('a.example/team/app:1', { files: { [USER]: text } })).toBe(place);
  });

  it('decides about Docker Hub by its canonical names', async () => {
    const files = { [USER]: '[[registry]]\nprefix="docker.io/library"\nlocation="b.example/hub"' };
    expect(await placeOf('node', { files })).toBe('https://b.example hub/node');
    expect(await placeOf('index.docker.io/team/app', { files })).toBe('https://registry-1.docker.io (usual)');
  });

  it('that is broken is logged and skipped', async () => {
    expect(await placeOf('a.example/app', { files: { [USER]: '[[registry]\nsecret="x"' } })).toContain('usual');
    expect(lines).toEqual([`\`/${USER}\` is not TOML, so its registries are not used.`]);
  });
});

describe('mirrors', () => {
  const mirrors = (rows: string, more = '') => ({
    [USER]: `[[registry]]\nlocation="a.example"\n${more}\n${rows}`,
  });
  const mirror = (location: string, more = '') => `[[registry.mirror]]\nlocation="${location}"\n${more}\n`;
  const all = mirror('one.example/a') + mirror('two.example', 'insecure=true');
  const OWN = 'https://a.example';

  it.each<[string, string, Question['ask'], string]>([
    ['a tag', 'a.example/app:1', 'manifest', `https://one.example a/app, https://two.example or http, ${OWN}`],
    [
      'a digest',
      `a.example/app@${DIGEST}`,
      'manifest',
      `https://one.example a/app, https://two.example or http, ${OWN}`,
    ],
    [
      'contents',
      `a.example/app@${DIGEST}`,
      'contents',
      `https://one.example a/app, https://two.example or http, ${OWN}`,
    ],
    ['the list of tags, which a mirror need not have', 'a.example/app', 'tags', `${OWN} (usual)`],
    ['what is attached', `a.example/app@${DIGEST}`, 'referrers', `${OWN} (usual)`],
  ])('are asked first for %s', async (_, image, ask, place) => {
    expect(await placeOf(image, { files: mirrors(all) }, ask)).toBe(place);
  });

  it.each<[string, string, string, string, string]>([
    [
      'digest-only',
      mirror('m.example', 'pull-from-mirror="digest-only"'),
      '',
      `${OWN} (usual)`,
      `https://m.example, ${OWN}`,
    ],
    ['tag-only', mirror('m.example', 'pull-from-mirror="tag-only"'), '', `https://m.example, ${OWN}`, `${OWN} (usual)`],
    [
      'by digest only',
      mirror('m.example'),
      'mirror-by-digest-only=true',
      `${OWN} (usual)`,
      `https://m.example, ${OWN}`,
    ],
  ])('may serve %s', async (_, row, more, tag, digest) => {
    const files = mirrors(row, more);
    expect(await placeOf('a.example/app:1', { files })).toBe(tag);
    expect(await placeOf(`a.example/app@${DIGEST}`, { files })).toBe(digest);
  });

  it('of Docker’s daemon are of Docker Hub alone, and give way to registries.conf', async () => {
    const files = {
      'etc/docker/daemon.json': '{"registry-mirrors": ["https://mirror.example/", "http://in.example:5000", 7]}',
    };
    expect(await placeOf('node', { files })).toBe(
      'https://mirror.example, http://in.example:5000, https://registry-1.docker.io',
    );
    expect(await placeOf('ghcr.io/a/b', { files })).toBe('https://ghcr.io (usual)');
    expect(await placeOf('node', { files: { [USER]: '[[registry]]\nlocation="docker.io"' } })).toBe(
      'https://registry-1.docker.io (usual)',
    );
  });

  it('of a daemon whose file is broken are logged and skipped', async () => {
    const files = { 'home/.docker/daemon.json': '{' };
    expect(await placeOf('node', { files })).toBe('https://registry-1.docker.io (usual)');
    expect(lines).toEqual(['`/home/.docker/daemon.json` is not JSON, so its mirrors are not used.']);
  });
});

describe('the files', () => {
  const to = (host: string) => `[[registry]]\nprefix="a.example"\nlocation="${host}"`;
  it.each<[string, Record<string, string>, string, Record<string, string>?]>([
    ['the machine’s', { 'etc/containers/registries.conf': to('etc.example') }, 'https://etc.example'],
    [
      'the user’s in place of the machine’s',
      { [USER]: to('user.example'), 'etc/containers/registries.conf': to('etc.example') },
      'https://user.example',
    ],
    [
      'the user’s, and then no drop-ins of the machine’s',
      { [USER]: to('user.example'), 'etc/containers/registries.conf.d/z.conf': to('drop.example') },
      'https://user.example',
    ],
    [
      'the user’s drop-ins over all',
      {
        [USER]: to('user.example'),
        'home/.config/containers/registries.conf.d/2.conf': to('two.example'),
        'home/.config/containers/registries.conf.d/1.conf': to('one.example'),
        'home/.config/containers/registries.conf.d/3.txt': to('three.example'),
      },
      'https://two.example',
    ],
    [
      'the machine’s drop-ins, and the user’s after them',
      {
        'etc/containers/registries.conf.d/9.conf': to('etc.example'),
        'home/.config/containers/registries.conf.d/1.conf': to('user.example'),
      },
      'https://user.example',
    ],
    [
      'one that a variable names, with all drop-ins',
      { 'x.conf': to('x.example'), [USER]: to('user.example'), 'etc/containers/registries.conf.d/1.conf': '' },
      'https://x.example',
      { CONTAINERS_REGISTRIES_CONF: 'x.conf' },
    ],
    [
      'the user’s in another folder',
      { 'xdg/containers/registries.conf': to('xdg.example'), [USER]: to('user.example') },
      'https://xdg.example',
      { XDG_CONFIG_HOME: 'xdg' },
    ],
    [
      'never the workspace’s',
      { 'work/.config/containers/registries.conf': to('evil.example') },
      'https://a.example (usual)',
    ],
  ])('%s', async (_, files, place, environment = {}) => {
    expect(await placeOf('a.example/app', { files, environment })).toBe(place);
  });

  it('that cannot be read keep every image inside, as they may block or move any', async () => {
    await mkdir(path.join(folder, USER), { recursive: true });
    expect(await placeOf('a.example/app')).toBe('unreachable');
    expect(lines.join()).toContain('are not asked about');
  });

  it('of a relative place are not read', async () => {
    const world: RoutingWorld = {
      home: path.join(folder, 'home'),
      ownership: ownershipIn([], path.join(folder, 'home')),
      systemFolder: path.join(folder, 'etc'),
      environment: { CONTAINERS_REGISTRIES_CONF: 'package.json', XDG_CONFIG_HOME: '.' },
      log: line => lines.push(line),
      fingerprint: JSON.stringify,
      settings: readSettings({}, []).settings,
    };
    expect((await loadOciRoutes(world))(questionOf('a.example/app', 'tags')).open).toBe(true);
    expect(lines).toEqual([]);
  });
});

describe('our own setting', () => {
  const files = {
    [USER]: [
      '[[registry]]\nprefix="a.example"\nlocation="b.example"\n[[registry.mirror]]\nlocation="m.example"',
      '[[registry]]\nlocation="in.example:5000"\ninsecure=true',
      '[[registry]]\nlocation="no.example"\nblocked=true',
    ].join('\n'),
  };
  it.each<[string, string, string]>([
    ['comes before registries.conf', 'https://c.example/x', 'https://c.example/x'],
    ['names an address that the user calls insecure', 'https://in.example:5000', 'https://in.example:5000 or http'],
    ['does not unblock what the user blocked', 'https://no.example', 'blocked'],
    ['that says nothing new leaves the rest as it is', 'https://a.example', 'https://m.example, https://b.example'],
  ])('%s', async (_, address, place) => {
    expect(await placeOf('a.example/app:1', { files, oci: { 'a.example': address } })).toBe(place);
  });

  it('leads nothing elsewhere that the user blocked', async () => {
    const oci = { 'no.example': 'https://c.example' };
    expect(await placeOf('no.example/app:1', { files, oci })).toBe('blocked');
  });
});
