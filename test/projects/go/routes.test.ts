import { describe, expect, test } from 'vitest';
import { goWorld } from './go-world.ts';

const world = goWorld();
const own = (GOPROXY: string) => ({ env: { GOPROXY } });

describe('GOPROXY', () => {
  test.each<[string, string]>([
    ['', 'default then direct'],
    ['https://proxy.golang.org', 'default'],
    ['https://proxy.golang.org/', 'default'],
    ['https://proxy.golang.org,off', 'default'],
    ['https://p.example', 'https://p.example'],
    ['https://p.example/go/', 'https://p.example/go'],
    ['p.example/go', 'https://p.example/go'],
    ['http://p.example', 'http://p.example'],
    ['https://p.example,direct', 'https://p.example then elsewhere'],
    ['https://p.example|direct,https://q.example', 'https://p.example then elsewhere'],
    ['https://p.example, https://q.example', 'https://p.example,https://q.example'],
    ['https://p.example|https://q.example', 'https://p.example|https://q.example'],
    ['https://p.example,https://proxy.golang.org,direct', 'https://p.example,https://proxy.golang.org then direct'],
    ['https://p.example|https://q.example,https://r.example', 'https://p.example|https://q.example,https://r.example'],
    [',https://p.example,', 'https://p.example'],
    ['https://p.example,file:///mirror,https://q.example', 'https://p.example then elsewhere'],
    ['off', 'closed: blocked'],
    ['direct', 'closed: blocked'],
    ['off,https://p.example', 'closed: blocked'],
    ['file:///mirror', 'closed: blocked'],
    [',', 'closed: unreachable'],
    ['none', 'closed: unreachable'],
    ['/mirror', 'closed: unreachable'],
    ['ftp://p.example', 'closed: unreachable'],
    ['https://p.example,none', 'closed: unreachable'],
    ['https://p.example?x=y', 'closed: unreachable'],
  ])('%s', async (list, told) => {
    expect(await world.route(own(list))).toBe(told);
  });

  test('says why nobody is asked', async () => {
    await world.route(own('off'));
    await world.route(own('http://u:p4ss@p.example'));
    expect(world.log).toEqual([
      '`GOPROXY` names no proxy that could be asked. Go modules are not asked about.',
      '`GOPROXY` has a login for an address without https, to which go sends none. Go modules are not asked about.',
    ]);
  });
});

test.each<[string, string | undefined, string]>([
  ['stands in for everybody’s proxy', undefined, 'https://s.example then direct'],
  ['stands above other proxies', 'https://p.example|https://q.example', 'https://s.example'],
  ['stands above proxies before the origin', 'https://p.example,direct', 'https://s.example then direct'],
  ['stands above none', 'off', 'https://s.example'],
])('the setting %s', async (_, list, told) => {
  expect(await world.route({ go: 'https://s.example', ...(list === undefined ? {} : own(list)) })).toBe(told);
});

describe('what is private', () => {
  test.each<[string, Record<string, string>, string]>([
    ['is asked nowhere', { GOPRIVATE: 'x.example' }, 'closed: blocked'],
    ['is asked nowhere by its end', { GOPRIVATE: 'y.example/a,*.example/demo/' }, 'closed: blocked'],
    ['is told from what is not', { GOPRIVATE: 'x.example/other,example' }, 'default then direct'],
    ['may be another for proxies', { GOPRIVATE: 'x.example', GONOPROXY: 'y.example' }, 'default then direct'],
    ['may be none for proxies', { GOPRIVATE: 'x.example', GONOPROXY: 'none' }, 'default then direct'],
    ['may be so for proxies alone', { GONOPROXY: 'x.example' }, 'closed: blocked'],
    ['is no other for an empty list', { GOPRIVATE: 'x.example', GONOPROXY: '' }, 'closed: blocked'],
    [
      'is asked nowhere, whatever the proxy',
      { GOPRIVATE: 'x.example', GOPROXY: 'https://p.example' },
      'closed: blocked',
    ],
  ])('%s', async (_, env, told) => {
    expect(await world.route({ env })).toBe(told);
  });

  test('is asked nowhere, whatever the setting', async () => {
    expect(await world.route({ env: { GOPRIVATE: 'x.example' }, go: 'https://s.example' })).toBe('closed: blocked');
  });
});

describe('the workspace of GOWORK', () => {
  const files = {
    'else/dev.work':
      'go 1.21\nuse (\n\t../x\n)\nreplace y.example/demo => ../y\nreplace z.example/demo => p.example/fork v1.0.0\n',
    'x/go.mod': 'module x.example/demo\n',
  };

  test.each<[string, string, string]>([
    ['~/else/dev.work', 'x.example/demo', 'closed: blocked'],
    ['~/else/dev.work', 'y.example/demo', 'closed: blocked'],
    ['~/else/dev.work', 'z.example/demo', 'closed: blocked'],
    ['~/else/dev.work', 'p.example/fork', 'https://p.example'],
    ['~/else/none.work', 'p.example/fork', 'closed: unreachable'],
    ['else/dev.work', 'p.example/fork', 'closed: unreachable'],
    ['off', 'x.example/demo', 'https://p.example'],
    ['', 'x.example/demo', 'https://p.example'],
  ])('%s: %s', async (GOWORK, name, told) => {
    expect(await world.route({ files, env: { GOPROXY: 'https://p.example', GOWORK } }, name)).toBe(told);
  });
});

test.each([
  ['-modfile=dev.mod', 'closed: unreachable'],
  ["-v '--modfile=/a b/dev.mod'", 'closed: unreachable'],
  ['-mod=mod -modcacherw', 'https://p.example'],
])('another file in the place of go.mod: %s', async (GOFLAGS, told) => {
  expect(await world.route({ env: { GOPROXY: 'https://p.example', GOFLAGS } })).toBe(told);
});

describe('the file of go env -w', () => {
  const users = 'home/.config/go/env';

  test.runIf(process.platform === 'linux').each<[string, Parameters<typeof world.route>[0], string]>([
    ['is read', { files: { [users]: '# mine\nGOPROXY=https://p.example\r\nGONOPROXY\n' } }, 'https://p.example'],
    [
      'is below variables',
      { files: { [users]: 'GOPROXY=https://p.example' }, ...own('https://q.example') },
      'https://q.example',
    ],
    [
      'is above empty variables',
      { files: { [users]: 'GOPRIVATE=x.example' }, env: { GOPRIVATE: '' } },
      'closed: blocked',
    ],
    [
      'may be elsewhere',
      { files: { 'c/go/env': 'GOPROXY=p.example' }, env: { XDG_CONFIG_HOME: '~/c' } },
      'https://p.example',
    ],
    ['may be any', { files: { 'my.env': 'GOPROXY=p.example' }, env: { GOENV: '~/my.env' } }, 'https://p.example'],
    ['may be none', { files: { [users]: 'GOPRIVATE=x.example' }, env: { GOENV: 'off' } }, 'default then direct'],
  ])('%s', async (_, options, told) => {
    expect(await world.route(options)).toBe(told);
  });

  test('closes all where it is the folder’s, or cannot be found', async () => {
    const files = { 'repo/.env': 'GOPROXY=https://p.example' };
    expect(await world.route({ files, env: { GOENV: '~/repo/.env' } })).toBe('closed: unreachable');
    expect(await world.route({ files, env: { GOENV: '.env' } })).toBe('closed: unreachable');
    expect(world.log[0]).toMatch(/\/repo\/\.env lies in the folder that is checked.* Go modules are not asked about/);
  });

  test('of a folder is nobody’s', async () => {
    expect(await world.route({ files: { 'repo/.env': 'GOPROXY=https://p.example\n' } })).toBe('default then direct');
  });
});

test.runIf(process.platform === 'linux').each<[string, Parameters<typeof world.route>[0]]>([
  ['where it is', { files: { 'go/go.env': 'GOPROXY=direct' }, env: { GOROOT: '~/go' } }],
  ['where the program is', { files: { 'go/go.env': 'GOPROXY=direct', 'go/bin/go': '' }, env: { PATH: '~/go/bin' } }],
])('the go of this machine may ask nobody but origins: %s', async (_, options) => {
  expect(await world.route(options)).toBe('closed: blocked');
  expect(await world.route({ ...options, env: { ...options.env, GOPROXY: 'p.example' } })).toBe('https://p.example');
});

describe('logins', () => {
  const netrc = (text: string) => ({ 'home/.netrc': text });
  const P = 'machine p.example login u password p\n';

  test.runIf(process.platform === 'linux').each<[string, Parameters<typeof world.route>[0], string]>([
    ['in the address', own('https://u:p%40@p.example'), 'https://p.example as u:p@'],
    ['in the address, over http', own('http://u:p@p.example'), 'closed: unreachable'],
    ['by host', { files: netrc(P), ...own('https://p.example') }, 'https://p.example as u:p'],
    ['by host, above the address', { files: netrc(P), ...own('https://a:b@p.example') }, 'https://p.example as u:p'],
    ['by host, over http', { files: netrc(P), ...own('http://p.example') }, 'http://p.example withheld'],
    ['by host, for a port', { files: netrc(P), ...own('https://p.example:8443') }, 'https://p.example:8443 withheld'],
    [
      'by host and port',
      { files: netrc('machine p.example:8443 login u password p'), ...own('https://p.example:8443') },
      'https://p.example:8443 as u:p',
    ],
    ['by another host', { files: netrc(P), ...own('https://q.example') }, 'https://q.example'],
    [
      'for all the others',
      { files: netrc('default login u password p'), ...own('https://q.example') },
      'https://q.example',
    ],
    ['never for everybody’s', { files: netrc('machine proxy.golang.org login u password p') }, 'default then direct'],
    [
      'in a file of another name',
      { files: { 'my.netrc': P }, env: { NETRC: '~/my.netrc', GOPROXY: 'p.example' } },
      'https://p.example as u:p',
    ],
    [
      'in a file of the folder',
      { files: { 'repo/.netrc': P }, env: { NETRC: '~/repo/.netrc', GOPROXY: 'p.example' } },
      'https://p.example withheld',
    ],
    ['that are switched off', { files: netrc(P), env: { GOAUTH: 'off', GOPROXY: 'p.example' } }, 'https://p.example'],
    [
      'of a command, which is not run',
      { env: { GOAUTH: 'netrc;helper x', GOPROXY: 'p.example' } },
      'https://p.example withheld',
    ],
    ['of the setting', { files: netrc(P), go: 'https://p.example' }, 'https://p.example as u:p then direct'],
  ])('%s', async (_, options, told) => {
    expect(await world.route(options)).toBe(told);
    expect(world.log.join()).not.toMatch(/u:p/);
  });
});
