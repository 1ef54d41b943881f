import { chmod, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseImageReference } from '../../../server/src/model/image-reference.ts';
import { fingerprintWith } from '../../../server/src/projects/fingerprint.ts';
import { serverKey } from '../../../server/src/projects/oci/docker-config.ts';
import { loadOciRoutes } from '../../../server/src/projects/oci/routes.ts';
import { readSettings } from '../../../server/src/read-settings.ts';
import type { Login, Route, RoutingWorld } from '../../../server/src/registries/route.ts';
import { ownershipIn } from '../../support/ownership.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'docker-config-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const lines: string[] = [];
const fingerprint = fingerprintWith(Buffer.alloc(32, 1));
type World = Partial<Omit<RoutingWorld, 'settings'>> & { settings?: object };

function world(given: World = {}): RoutingWorld {
  lines.length = 0;
  return {
    home: folder,
    ownership: ownershipIn(given.root === undefined ? [] : [given.root], given.home ?? folder),
    environment: {},
    fingerprint,
    log: line => lines.push(line),
    systemFolder: path.join(folder, 'etc'),
    ...given,
    settings: readSettings({ 'registryLens.timeout.helperSeconds': 5, ...given.settings }, []).settings,
  };
}

async function write(file: string, value: unknown): Promise<void> {
  const target = path.join(folder, file);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, typeof value === 'string' ? value : JSON.stringify(value));
}

async function routeOf(image: string, given: World = {}): Promise<Route> {
  const name = parseImageReference(image)?.name;
  if (name === undefined) throw new Error(`${image} is no image`);
  const routing = (await loadOciRoutes(world(given)))({ ask: 'tags', image: name });
  if (routing.route === undefined) throw new Error('no route');
  return routing.route;
}

async function loginOf(image: string, given: World = {}): Promise<Login> {
  return (await routeOf(image, given)).login();
}

const auth = (text: string) => ({ auth: Buffer.from(text).toString('base64') });
const basic = (user: string, password: string): Login => ({ is: 'basic', user, password });

describe('the base address', () => {
  const settings = {
    'registryLens.registries': {
      oci: { 'docker.io': 'https://mirror.example/hub/', 'a.example': 'http://b.example:81' },
    },
  };
  it.each([
    ['node', 'https://registry-1.docker.io'],
    ['index.docker.io/team/app', 'https://registry-1.docker.io'],
    ['ghcr.io/team/app', 'https://ghcr.io'],
    ['registry.example:8443/app', 'https://registry.example:8443'],
    ['localhost:5000/app', 'http://localhost:5000'],
    ['localhost/app', 'http://localhost'],
    ['127.0.0.1:5000/app', 'http://127.0.0.1:5000'],
    ['127.9.9.9/app', 'http://127.9.9.9'],
    ['[::1]:5000/app', 'http://[::1]:5000'],
    ['10.0.0.1:5000/app', 'https://10.0.0.1:5000'],
    ['127.0.0.1.example/app', 'https://127.0.0.1.example'],
    ['localhost.example/app', 'https://localhost.example'],
  ])('of %s is %s', async (image, base) => {
    expect(await routeOf(image)).toMatchObject({ base, wellKnown: true });
  });
  it.each<[string, string, true | undefined]>([
    ['node', 'https://mirror.example/hub', undefined],
    ['a.example/x', 'http://b.example:81', undefined],
    ['c.example/x', 'https://c.example', true],
  ])('of %s by the settings is %s', async (image, base, wellKnown) => {
    const route = await routeOf(image, { settings });
    expect([route.base, route.wellKnown]).toEqual([base, wellKnown]);
  });
});

describe('a login in the file', () => {
  it.each<[string, string, object, Login]>([
    ['encoded', 'ghcr.io/a', { 'ghcr.io': auth('me:pass:word') }, basic('me', 'pass:word')],
    ['in plain', 'ghcr.io/a', { 'ghcr.io': { username: 'me', password: 'pw' } }, basic('me', 'pw')],
    ['under an address', 'ghcr.io/a', { 'https://ghcr.io/v1/': auth('me:pw') }, basic('me', 'pw')],
    ['with its port', 'r.example:5000/a', { 'r.example:5000': auth('me:pw') }, basic('me', 'pw')],
    ['but not of another port', 'r.example:5001/a', { 'r.example:5000': auth('me:pw') }, { is: 'anonymous' }],
    ['of Docker Hub, by its old name', 'node', { 'https://index.docker.io/v1/': auth('me:pw') }, basic('me', 'pw')],
    ['of Docker Hub, by its new name', 'node', { 'docker.io': auth('me:pw') }, basic('me', 'pw')],
    [
      'a refresh token',
      'r.example/a',
      { 'r.example': { ...auth('x:y'), identitytoken: 'id' } },
      { is: 'identity', token: 'id' },
    ],
    [
      'a refresh token by its user',
      'r.example/a',
      { 'r.example': auth('<token>:id') },
      { is: 'identity', token: 'id' },
    ],
    ['a registry token', 'r.example/a', { 'r.example': { registrytoken: 'rt' } }, { is: 'bearer', token: 'rt' }],
    [
      'of Azure, as its own tool writes it: nobody’s user and a refresh token',
      'team.azurecr.io/a',
      { 'team.azurecr.io': { ...auth('00000000-0000-0000-0000-000000000000:'), identitytoken: 'id' } },
      { is: 'identity', token: 'id' },
    ],
    [
      'of Azure, as people log in with a token: the same user, and the token for a password',
      'team.azurecr.io/a',
      { 'team.azurecr.io': auth('00000000-0000-0000-0000-000000000000:tok') },
      basic('00000000-0000-0000-0000-000000000000', 'tok'),
    ],
    [
      'of Google, by a key file, whose colons and quotes stay',
      'europe-docker.pkg.dev/p/r/a',
      { 'europe-docker.pkg.dev': auth('_json_key:{"type": "service_account"}') },
      basic('_json_key', '{"type": "service_account"}'),
    ],
    ['of a robot of Quay', 'quay.io/org/a', { 'quay.io': auth('org+robot:pw') }, basic('org+robot', 'pw')],
    ['of a robot of Harbor', 'h.example/p/a', { 'h.example': auth('robot$p+ci:pw') }, basic('robot$p+ci', 'pw')],
    ['an empty mark', 'r.example/a', { 'r.example': {} }, { is: 'anonymous' }],
    [
      'for one path, before that for the host',
      'quay.io/org/app',
      { 'quay.io': auth('a:1'), 'quay.io/org': auth('b:2') },
      basic('b', '2'),
    ],
    ['for another path', 'quay.io/other/app', { 'quay.io/org': auth('b:2') }, { is: 'anonymous' }],
    ['of a longer host', 'quay.io/a', { 'quay.io.evil.example': auth('a:1') }, { is: 'anonymous' }],
    ['nonsense', 'r.example/a', { 'r.example': { auth: 'no colon' } }, { is: 'anonymous' }],
    ['no object', 'r.example/a', { 'r.example': 5 }, { is: 'anonymous' }],
  ])('%s', async (_, image, auths, login) => {
    await write('.docker/config.json', { auths });
    expect(await loginOf(image)).toEqual(login);
  });

  it('is not used where the settings send the host elsewhere; the other address’s is', async () => {
    await write('.docker/config.json', { auths: { 'docker.io': auth('hub:1'), 'mirror.example': auth('mirror:2') } });
    const to = (address: string) => ({ settings: { 'registryLens.registries': { oci: { 'docker.io': address } } } });
    expect(await loginOf('node', to('https://mirror.example/x'))).toEqual(basic('mirror', '2'));
    expect(await loginOf('node', to('https://elsewhere.example'))).toEqual({ is: 'anonymous' });
  });

  it.each<[string, Login]>([
    ['https://r.example', basic('me', 'pw')],
    ['http://r.example', { is: 'broken', detail: expect.stringContaining('plain http') }],
    ['http://r.example:80', { is: 'broken', detail: expect.stringContaining('plain http') }],
    ['http://r.example:443', { is: 'anonymous' }],
    ['http://r.example:5000', { is: 'broken', detail: expect.stringContaining('insecure') }],
    ['http://10.0.0.1', { is: 'broken', detail: expect.stringContaining('insecure') }],
    ['http://127.0.0.1:5000', basic('here', 'pw')],
    ['http://localhost:5000', basic('local', 'pw')],
    ['http://other.example', { is: 'anonymous' }],
  ])('over %s, as the settings say', async (address, login) => {
    const auths = {
      ...{ 'r.example': auth('me:pw'), 'r.example:5000': auth('own:pw'), '10.0.0.1': auth('inside:pw') },
      ...{ '127.0.0.1:5000': auth('here:pw'), 'localhost:5000': auth('local:pw') },
    };
    await write('.docker/config.json', { auths });
    const settings = { 'registryLens.registries': { oci: { 'r.example': address } } };
    expect(await loginOf('r.example/a', { settings })).toEqual(login);
  });

  it.each<[string, string, string]>([
    ['.docker/daemon.json', '{"insecure-registries": ["r.example:5000"]}', 'http://r.example:5000'],
    ['.config/docker/daemon.json', '{"insecure-registries": ["http://r.example"]}', 'http://r.example'],
    ['.docker/daemon.json', '{"insecure-registries": ["10.0.0.0/8"]}', 'http://10.0.0.1:80'],
    [
      '.config/containers/registries.conf',
      '[[registry]]\nlocation = "r.example:5000"\ninsecure = true',
      'http://r.example:5000',
    ],
  ])('goes over plain http where the user’s %s says %j', async (file, text, address) => {
    const { host } = new URL(address);
    await write('.docker/config.json', { auths: { [host]: auth('me:pw') } });
    const settings = { 'registryLens.registries': { oci: { 'r.example': address } } };
    expect((await loginOf('r.example/a', { settings })).is).toBe('broken');
    await write(file, text);
    expect(await loginOf('r.example/a', { settings })).toEqual(basic('me', 'pw'));
  });

  it('is not sent over plain http by a helper either', async () => {
    await write('.docker/config.json', { credHelpers: { 'r.example:5000': 'test' } });
    const settings = { 'registryLens.registries': { oci: { 'r.example': 'http://r.example:5000' } } };
    expect((await loginOf('r.example/a', { settings })).is).toBe('broken');
  });

  it.each<[string, string, Login]>([
    // It may have held the login, so what nobody sees is not missing.
    ['not JSON', '{ "auths": ', { is: 'anonymous', withheld: true }],
    ['a list', '[]', { is: 'anonymous' }],
    ['of other types', '{"auths": [], "credHelpers": 5, "credsStore": {}}', { is: 'anonymous' }],
  ])('that is %s makes nobody of us, and the log says nothing of its text', async (_, text, login) => {
    await write('.docker/config.json', text);
    expect(await loginOf('r.example/a')).toEqual(login);
    expect(lines.join()).not.toContain('auths');
  });

  it.skipIf(process.platform === 'win32').each<[string, Record<string, unknown>, Record<string, string>]>([
    [
      'named by a variable',
      { 'work/config.json': { auths: { 'r.example': auth('me:s') } } },
      { DOCKER_CONFIG: 'work' },
    ],
    ['by a link', { 'work/config.json': { auths: { 'r.example': auth('me:s') } }, '.docker/config.json': '→' }, {}],
    ['a link to a device', { '.docker/config.json': '→ /dev/zero' }, {}],
  ])('that lies in the folder, %s, is not the user’s', async (_, files, variables) => {
    for (const [file, value] of Object.entries(files)) {
      if (typeof value !== 'string' || !value.startsWith('→')) await write(file, value);
      else {
        await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
        await symlink(value.slice(2) || path.join(folder, 'work', 'config.json'), path.join(folder, file));
      }
    }
    await mkdir(path.join(folder, 'work', '.git'), { recursive: true });
    const environment = Object.fromEntries(
      Object.entries(variables).map(([name, at]) => [name, path.join(folder, at)]),
    );
    expect(await loginOf('r.example/a', { root: path.join(folder, 'work'), environment })).toEqual({
      is: 'anonymous',
      withheld: true,
    });
  });
});

describe('the files', () => {
  const file = (user: string) => ({ auths: { 'r.example': auth(`${user}:pw`) } });
  it.each<[string, Record<string, string>, string, Record<string, string>]>([
    ['Docker’s in the home folder', { '.docker/config.json': 'home' }, 'home', {}],
    [
      'Docker’s elsewhere',
      { '.docker/config.json': 'home', 'else/config.json': 'else' },
      'else',
      { DOCKER_CONFIG: 'else' },
    ],
    ['podman’s', { '.config/containers/auth.json': 'podman' }, 'podman', {}],
    ['podman’s of this session', { 'run/containers/auth.json': 'run' }, 'run', { XDG_RUNTIME_DIR: 'run' }],
    [
      'podman’s elsewhere',
      { 'x.json': 'x', 'run/containers/auth.json': 'run' },
      'x',
      { REGISTRY_AUTH_FILE: 'x.json', XDG_RUNTIME_DIR: 'run' },
    ],
    [
      'Docker’s before podman’s',
      { '.docker/config.json': 'docker', '.config/containers/auth.json': 'podman' },
      'docker',
      {},
    ],
  ])('%s', async (_, files, user, places) => {
    for (const [name, owner] of Object.entries(files)) await write(name, file(owner));
    const environment = Object.fromEntries(
      Object.entries(places).map(([key, place]) => [key, path.join(folder, place)]),
    );
    expect(await loginOf('r.example/a', { environment })).toEqual(basic(user, 'pw'));
  });

  it('and before them all a variable, which names logins and no programs', async () => {
    await write('.docker/config.json', { ...file('docker'), credsStore: undefined });
    const DOCKER_AUTH_CONFIG = JSON.stringify({ ...file('runner'), credsStore: 'evil' });
    expect(await loginOf('r.example/a', { environment: { DOCKER_AUTH_CONFIG } })).toEqual(basic('runner', 'pw'));
    expect(await loginOf('other.example/a', { environment: { DOCKER_AUTH_CONFIG } })).toEqual({ is: 'anonymous' });
    expect(await loginOf('r.example/a', { environment: { DOCKER_AUTH_CONFIG: '{s3cret' } })).toEqual(
      basic('docker', 'pw'),
    );
    expect(lines).toEqual(['`DOCKER_AUTH_CONFIG` is not JSON, so its credentials are not used.']);
  });

  it('of the workspace are not read, even by a relative place', async () => {
    await write('work/.docker/config.json', file('workspace'));
    await write('work/config.json', file('workspace'));
    expect(
      await loginOf('r.example/a', { root: path.join(folder, 'work'), environment: { DOCKER_CONFIG: '.' } }),
    ).toEqual({
      is: 'anonymous',
    });
  });
});

describe.skipIf(process.platform === 'win32')('a credential helper', () => {
  /** Puts a helper on a PATH of its own. */
  async function helper(
    script: string,
    name = 'docker-credential-test',
    place = 'bin',
  ): Promise<RoutingWorld['environment']> {
    await write(`${place}/${name}`, `#!/bin/sh\n${script}\n`);
    await chmod(path.join(folder, place, name), 0o755);
    return { PATH: `${path.join(folder, place)}:/bin:/usr/bin` };
  }
  const answers = (answer: object) => `read server; echo "$server" >> "$HOME/asked"; echo '${JSON.stringify(answer)}'`;
  const asked = () => readFile(path.join(folder, 'asked'), 'utf8').catch(() => '');

  it.each<[string, string, object, string, string]>([
    ['of one host', 'r.example/a', { credHelpers: { 'r.example': 'test' } }, 'r.example', 'me'],
    ['of all hosts', 'r.example/a', { credsStore: 'test' }, 'r.example', 'me'],
    ['of Docker Hub', 'node', { credsStore: 'test' }, 'https://index.docker.io/v1/', 'me'],
    [
      'of Docker Hub by its old name',
      'node',
      { credHelpers: { 'https://index.docker.io/v1/': 'test' } },
      'https://index.docker.io/v1/',
      'me',
    ],
    [
      'before what the file says',
      'r.example/a',
      { credsStore: 'test', auths: { 'r.example': auth('file:pw') } },
      'r.example',
      'me',
    ],
  ])('%s', async (_, image, config, server, user) => {
    await write('.docker/config.json', config);
    const environment = { ...(await helper(answers({ Username: user, Secret: 's' }))), HOME: folder };
    expect(await loginOf(image, { environment })).toEqual(basic(user, 's'));
    expect(await asked()).toBe(`${server}\n`);
  });

  it.each<[string, string, string, { Username: string; Secret: string }, Login]>([
    [
      'Amazon’s',
      'ecr-login',
      '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
      { Username: 'AWS', Secret: 'eyJwYXlsb2Fk' },
      basic('AWS', 'eyJwYXlsb2Fk'),
    ],
    [
      'Google’s',
      'gcloud',
      'europe-docker.pkg.dev',
      { Username: '_dcgcloud_token', Secret: 'ya29.x' },
      basic('_dcgcloud_token', 'ya29.x'),
    ],
    [
      'Azure’s',
      'acr-env',
      'team.azurecr.io',
      { Username: '<token>', Secret: 'refresh' },
      { is: 'identity', token: 'refresh' },
    ],
  ])('%s, for its own hosts only', async (_, name, host, answer, login) => {
    await write('.docker/config.json', { credHelpers: { [host]: name } });
    const environment = { ...(await helper(answers(answer), `docker-credential-${name}`)), HOME: folder };
    expect(await loginOf(`${host}/team/app`, { environment })).toEqual(login);
    expect(await loginOf('other.example/team/app', { environment })).toEqual({ is: 'anonymous' });
    expect(await asked()).toBe(`${host}\n`);
  });

  it('is asked for the address that the settings send a host to', async () => {
    await write('.docker/config.json', { credsStore: 'test' });
    const environment = { ...(await helper(answers({ Username: 'me', Secret: 's' }))), HOME: folder };
    const settings = { 'registryLens.registries': { oci: { 'docker.io': 'https://mirror.example/hub' } } };
    expect(await loginOf('node', { environment, settings })).toEqual(basic('me', 's'));
    expect(await asked()).toBe('mirror.example\n');
  });

  it.each<[string, string, Login]>([
    ['a refresh token', `echo '{"Username":"<token>","Secret":"id"}'`, { is: 'identity', token: 'id' }],
    ['nothing stored', 'echo "credentials not found in native keychain"; exit 1', { is: 'anonymous' }],
    [
      'trouble',
      'echo "the keychain is locked: s3cret"; exit 1',
      { is: 'broken', detail: expect.stringContaining('status 1') },
    ],
    ['something else', 'echo "hello s3cret"', { is: 'broken', detail: expect.stringContaining('no login') }],
    ['no secret', `echo '{"Username":"me"}'`, { is: 'broken', detail: expect.stringContaining('no login') }],
    ['a login, leaving an agent behind', `sleep 3 & echo '{"Username":"me","Secret":"s"}'`, basic('me', 's')],
  ])('answers %s', async (_, script, login) => {
    await write('.docker/config.json', { credsStore: 'test' });
    const environment = await helper(script);
    expect(await loginOf('r.example/a', { environment })).toEqual(login);
    expect(JSON.stringify(login) + lines.join()).not.toContain('s3cret');
  });

  it('that hangs is given up, and hangs nobody a second time', async () => {
    await write('.docker/config.json', { credsStore: 'test' });
    const environment = await helper('echo x >> "$HOME/asked"; exec sleep 20');
    const given = {
      environment: { ...environment, HOME: folder },
      settings: { 'registryLens.timeout.helperSeconds': 0.2 },
    };
    const route = await routeOf('r.example/a', given);
    const logins = await Promise.all([route.login(), route.login()]);
    expect([...logins, await route.login()].map(({ is }) => is)).toEqual(['broken', 'broken', 'broken']);
    expect(await asked()).toBe('x\n');
  });

  it.each(['../evil', 'a b', 'x;touch y', '', '/bin/sh'])('called `%s` is not run', async name => {
    await write('.docker/config.json', { credHelpers: { 'r.example': name }, credsStore: name });
    expect((await loginOf('r.example/a', { environment: await helper('exit 1') })).is).toBe(
      name === '' ? 'anonymous' : 'broken',
    );
  });

  it('that is not there is a failure, not nobody', async () => {
    await write('.docker/config.json', { credsStore: 'nowhere' });
    const login = await loginOf('r.example/a', { environment: { PATH: '/bin' } });
    expect(login).toEqual({ is: 'broken', detail: expect.stringContaining('docker-credential-nowhere') });
  });

  it('of the workspace is not run, though it is on the PATH', async () => {
    await write('.docker/config.json', { credsStore: 'test' });
    const environment = await helper(answers({ Username: 'evil', Secret: 's' }), undefined, 'work/node_modules/.bin');
    const login = await loginOf('r.example/a', {
      environment: { ...environment, HOME: folder },
      root: path.join(folder, 'work'),
    });
    expect([login.is, await asked()]).toEqual(['broken', '']);
  });

  it('starts nothing of the workspace either', async () => {
    await write('.docker/config.json', { credsStore: 'test' });
    const theirs = path.join(folder, 'work', 'bin');
    const told = path.join(folder, 'told');
    const environment = await helper(`echo "$PATH $PWD" > "${told}"; ${answers({ Username: 'me', Secret: 's' })}`);
    await loginOf('r.example/a', {
      environment: { ...environment, HOME: folder, PATH: `${theirs}:relative::${environment.PATH}` },
      root: path.join(folder, 'work'),
    });
    expect(await readFile(told, 'utf8')).toBe(`${environment.PATH} ${await realpath(folder)}\n`);
  });

  it('gets nothing of the environment that leads into the workspace, or that a script was given', async () => {
    await write('.docker/config.json', { credsStore: 'test' });
    const told = path.join(folder, 'told');
    const script = `env | cut -d= -f1 | sort > "${told}"; ${answers({ Username: 'me', Secret: 's' })}`;
    const theirs = path.join(folder, 'work');
    await loginOf('r.example/a', {
      environment: {
        ...(await helper(script)),
        ...{
          HOME: folder,
          MINE: '1',
          npm_lifecycle_event: 'lens',
          npm_config_registry: 'x',
          NODE_OPTIONS: '--inspect',
        },
        ...{ XDG_CONFIG_HOME: path.join(theirs, 'config'), PYTHONPATH: `/usr/lib:${theirs}/lib` },
      },
      root: theirs,
    });
    const names = (await readFile(told, 'utf8'))
      .split('\n')
      .filter(name => !['', '_', 'PWD', 'SHLVL', 'OLDPWD'].includes(name));
    expect(names).toEqual(['HOME', 'MINE', 'PATH']);
  });

  it('is not run before somebody needs it', async () => {
    await write('.docker/config.json', { credsStore: 'test' });
    const environment = { ...(await helper(answers({ Username: 'me', Secret: 's' }))), HOME: folder };
    await routeOf('r.example/a', { environment });
    expect(await asked()).toBe('');
  });
});

describe('the identity', () => {
  it('is empty for nobody, the same for the same login, and tells nothing of it', async () => {
    await write('.docker/config.json', { auths: { 'a.example': auth('me:s3cret'), 'b.example': auth('me:other') } });
    const [a, again, b, nobody] = await Promise.all(
      ['a.example/x', 'a.example/y', 'b.example/x', 'c.example/x'].map(image => routeOf(image)),
    );
    expect(nobody?.identity).toBe('');
    expect(a?.identity).toBe(again?.identity);
    expect(a?.identity).not.toBe(b?.identity);
    expect(a?.identity).toMatch(/^[0-9a-f]{24}$/);
  });
});

it.each([
  ['https://index.docker.io/v1/', 'docker.io'],
  ['registry-1.docker.io', 'docker.io'],
  ['HTTPS://GHCR.io', 'ghcr.io'],
  ['quay.io/org/', 'quay.io/org'],
  ['r.example:5000/v2/', 'r.example:5000'],
])('%s is the key %s', (written, key) => {
  expect(serverKey(written)).toBe(key);
});

it('the token services that the user names go with the registry that they are named for', async () => {
  const settings = { 'registryLens.tokenServices': { 'a.example': ['auth.example'] } };
  expect((await routeOf('a.example/x', { settings })).tokenServices).toEqual(['auth.example']);
  expect((await routeOf('b.example/x', { settings })).tokenServices).toBeUndefined();
  const moved = { 'registryLens.registries': { oci: { 'a.example': 'https://b.example' } } };
  const there = await routeOf('a.example/x', { settings: { ...settings, ...moved } });
  expect([there.base, there.tokenServices]).toEqual(['https://b.example', undefined]);
});
