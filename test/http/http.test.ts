import type { ServerResponse } from 'node:http';
import net from 'node:net';
import zlib from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { Http, HttpOutcome, HttpRequest } from '../../server/src/http/http.ts';
import { createHttp } from '../../server/src/http/index.ts';
import { type Answer, type LocalServer, startLocalServer } from '../support/local-server.ts';
import { startRefusingProxy } from '../support/refusing-proxy.ts';

const LIMITS = { connect: 1000, headers: 240, body: 160, perHost: 4 };
const MEGABYTE = 1024 * 1024;

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function serve(answer: Answer): Promise<LocalServer> {
  const server = await startLocalServer(answer);
  ends.push(() => server.stop());
  return server;
}

function client(options: Partial<Parameters<typeof createHttp>[0]> = {}): Http & { lines: string[] } {
  const lines: string[] = [];
  const http = createHttp({ limits: LIMITS, log: line => lines.push(line), environment: {}, ...options });
  ends.push(() => http.close());
  return Object.assign(http, { lines });
}

function get(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url, maxBytes: MEGABYTE, redirects: 'same-origin', ...more };
}

/** An outcome in one line. */
function told(outcome: HttpOutcome): string {
  if (outcome.is === 'failure') return outcome.why;
  return `${outcome.status} ${Buffer.from(outcome.bytes).toString('latin1').slice(0, 40)}`;
}

describe('an answer', () => {
  it('comes with its status, its headers by lower-case names, its bytes and its address', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'X-Some': ['a', 'b'] });
      response.end('hello');
    });
    const http = client({ userAgent: 'registry-lens/1.2.3' });
    const outcome = await http.send(get(`${server.base}/a?b=c`, { headers: { accept: 'text/plain' } }));
    expect(outcome).toMatchObject({
      is: 'response',
      status: 200,
      headers: { 'x-some': 'a, b' },
      url: `${server.base}/a?b=c`,
    });
    expect(told(outcome)).toBe('200 hello');
    expect(server.headers[0]).toMatchObject({ 'user-agent': 'registry-lens/1.2.3', accept: 'text/plain' });
    expect(http.stats).toMatchObject({ requests: 1, bytes: 5 });
  });

  it('to HEAD has no bytes, whatever length it announces', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-length': String(200 * MEGABYTE), 'content-encoding': 'gzip' });
      response.end();
    });
    expect(told(await client().send(get(server.base, { method: 'HEAD' })))).toBe('200 ');
  });

  it('to POST carries the form', async () => {
    const server = await serve((request, response) => request.pipe(response));
    const outcome = await client().send(get(server.base, { method: 'POST', body: 'a=b' }));
    expect(told(outcome)).toBe('200 a=b');
  });

  it.each([
    ['gzip', zlib.gzipSync],
    ['br', zlib.brotliCompressSync],
    ['deflate', zlib.deflateSync],
    ['GZIP', zlib.gzipSync],
  ])('in %s is decoded', async (coding, encode) => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': coding });
      response.end(encode(Buffer.from('plain')));
    });
    expect(told(await client().send(get(server.base)))).toBe('200 plain');
  });

  it.each([400, 401, 403, 404, 410, 500])('of status %i is an answer and not asked for again', async status => {
    const server = await serve((_, response) => void response.writeHead(status).end('no'));
    expect(told(await client().send(get(server.base)))).toBe(`${status} no`);
    expect(server.requests).toHaveLength(1);
  });
});

describe('what is wrong with a body never looks like a success', () => {
  const page = (headers: Record<string, string>, body: Buffer): Answer => {
    return (_, response) => void response.writeHead(200, headers).end(body);
  };
  const cut = (headers: Record<string, string>, part: Buffer): Answer => {
    return (_, response) => {
      response.writeHead(200, headers);
      response.write(part, () => setTimeout(() => response.destroy(), 5));
    };
  };
  const zeros = Buffer.alloc(2 * MEGABYTE);
  it.each<[string, string, Answer]>([
    ['announced larger than the limit', 'garbled', page({ 'content-length': String(zeros.length) }, zeros)],
    ['larger than the limit without saying so', 'garbled', (_, r) => r.write(zeros, () => r.end())],
    [
      'a small page that decompresses to a large one',
      'garbled',
      page({ 'content-encoding': 'gzip' }, zlib.gzipSync(zeros)),
    ],
    ['the same in brotli', 'garbled', page({ 'content-encoding': 'br' }, zlib.brotliCompressSync(zeros))],
    ['a page compressed over and over', 'garbled', page({ 'content-encoding': 'gzip, gzip, gzip' }, Buffer.from('x'))],
    ['not the compression it claims', 'garbled', page({ 'content-encoding': 'gzip' }, Buffer.from('plain'))],
    ['compressed in an unknown way', 'garbled', page({ 'content-encoding': 'snappy' }, Buffer.from('plain'))],
    ['half of what was announced', 'garbled', cut({ 'content-length': '100' }, Buffer.from('half'))],
    ['half of the chunks', 'garbled', cut({}, Buffer.from('half'))],
    [
      'half of a compressed page',
      'garbled',
      page({ 'content-encoding': 'gzip' }, zlib.gzipSync(zeros).subarray(0, 900)),
    ],
    ['silent in the middle', 'unreachable', (_, r) => void r.writeHead(200, { 'content-length': '9' }).write('half')],
  ])('%s: %s', async (_, why, answer) => {
    const server = await serve(answer);
    expect(told(await client().send(get(server.base)))).toBe(why);
  });

  it('a body that drips for ever is given up', async () => {
    const server = await serve((_, response) => {
      const drip = setInterval(() => response.write('.'), 10);
      response.on('close', () => clearInterval(drip));
    });
    expect(told(await client().send(get(server.base)))).toBe('unreachable');
  });

  it('a large body that breaks off while it waits for its turn takes nobody else’s', async () => {
    const large = Buffer.alloc(6 * MEGABYTE);
    const server = await serve((request, response) => {
      if (request.url === '/good') return void response.end(large);
      response.write(large);
      if (request.url === '/broken') setTimeout(() => response.destroy(), 30);
    });
    const http = client();
    const send = (path: string) => http.send(get(`${server.base}${path}`, { method: 'POST', maxBytes: 8 * MEGABYTE }));
    const first = await Promise.all([send('/silent'), send('/broken'), send('/broken')]);
    expect(first.map(({ is }) => is)).toEqual(['failure', 'failure', 'failure']);
    expect(await send('/good')).toMatchObject({ status: 200 });
  });

  it('a large body that trickles gives way to others, and is not asked for again', async () => {
    const trickling = await serve((_, response) => {
      response.write(Buffer.alloc(5 * MEGABYTE));
      const drip = setInterval(() => response.write('.'.repeat(100)), 10);
      response.on('close', () => clearInterval(drip));
    });
    const honest = await serve((_, response) => void response.end(Buffer.alloc(6 * MEGABYTE)));
    // The trickling one would be let go on for a minute.
    const http = client({ limits: { connect: 10_000, headers: 10_000, body: 10_000, perHost: 4 } });
    const send = ({ base }: LocalServer) => http.send(get(base, { maxBytes: 8 * MEGABYTE }));
    const slow = send(trickling);
    while (http.stats.bytes < 5 * MEGABYTE) await new Promise(setImmediate);
    expect(told(await send(honest)).slice(0, 4)).toBe('200 ');
    expect(await slow).toMatchObject({
      why: 'unreachable',
      detail: expect.stringContaining('the body came too slowly while others waited'),
    });
    expect(trickling.requests).toHaveLength(1);
  });

  it('a body that came too slowly is not asked for again', async () => {
    const server = await serve((_, response) => {
      const drip = setInterval(() => response.write('.'), 10);
      response.on('close', () => clearInterval(drip));
    });
    expect(await client().send(get(server.base))).toMatchObject({ detail: expect.stringContaining('too slowly') });
    expect(server.requests).toHaveLength(1);
  });

  it('so many requests begin at a time, however many origins there are', async () => {
    let running = 0;
    let most = 0;
    let release: () => void = () => undefined;
    const gathered = new Promise<void>(resolve => {
      release = resolve;
    });
    const servers = await Promise.all(
      Array.from({ length: 16 }, () =>
        serve(async (_, response) => {
          running += 1;
          most = Math.max(most, running);
          if (running === 128) setTimeout(release, 30);
          await gathered;
          running -= 1;
          response.end('yes');
        }),
      ),
    );
    const http = client({ limits: { connect: 10_000, headers: 10_000, body: 10_000, perHost: 10 } });
    const outcomes = await Promise.all(
      servers.flatMap(({ base }) => Array.from({ length: 10 }, () => http.send(get(base)))),
    );
    expect(new Set(outcomes.map(told))).toEqual(new Set(['200 yes']));
    expect(most).toBe(128);
  });

  it('ten bodies without end are all cut at the limit, and memory stays', async () => {
    const block = Buffer.alloc(MEGABYTE);
    const server = await serve((_, response) => {
      const pour = () => {
        while (!response.destroyed && response.write(block));
      };
      response.on('drain', pour);
      pour();
    });
    const http = client({ limits: { connect: 5000, headers: 5000, body: 5000, perHost: 10 } });
    const before = process.memoryUsage().rss;
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => http.send(get(server.base, { maxBytes: 32 * MEGABYTE }))),
    );
    expect(new Set(outcomes.map(told))).toEqual(new Set(['garbled']));
    // Read side by side they would hold 320 MiB.
    expect(process.memoryUsage().rss - before).toBeLessThan(250 * MEGABYTE);
  });
});

describe('one retry', () => {
  it.each<[string, (response: ServerResponse) => void]>([
    ['after a broken connection', response => response.destroy()],
    [
      'after half a body',
      response => void response.writeHead(200, { 'content-length': '9' }).write('x', () => response.destroy()),
    ],
    ['after 502', response => void response.writeHead(502).end()],
    ['after 503', response => void response.writeHead(503, { 'retry-after': '0' }).end()],
    ['after 504', response => void response.writeHead(504).end()],
    ['after silence', () => undefined],
  ])('%s', async (_, fail) => {
    const server = await serve((_, response) => {
      if (server.requests.length === 1) fail(response);
      else response.end('better');
    });
    expect(told(await client().send(get(server.base)))).toBe('200 better');
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    [502, true],
    [503, true],
    [504, true],
    [500, true],
    [501, undefined],
    [404, undefined],
  ])('a 404 of a host that answered %i shortly before is told as such: %s', async (status, isFailing) => {
    const answers = [status, 404, 404];
    const server = await serve((_, response) => void response.writeHead(answers.shift() ?? 404).end());
    const http = client();
    await http.send(get(server.base));
    const outcome = await http.send(get(`${server.base}/other`));
    expect([told(outcome), outcome.is === 'response' && outcome.isFailing]).toEqual(['404 ', isFailing]);
  });

  it('a 404 that says when to ask again is nothing to rely on', async () => {
    const server = await serve((_, response) => void response.writeHead(404, { 'retry-after': '1' }).end());
    expect(await client().send(get(server.base))).toMatchObject({ status: 404, isFailing: true });
  });

  it('a 404 of a host that closed the connection shortly before is told as such', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/') response.destroy();
      else response.writeHead(404).end();
    });
    const http = client();
    await http.send(get(server.base));
    expect(await http.send(get(`${server.base}/other`))).toMatchObject({ status: 404, isFailing: true });
  });

  it.each([
    [503, true],
    [200, undefined],
  ])('a 404 is not told before what is asked at the same time is answered: %i', async (status, isFailing) => {
    let slow: ServerResponse | undefined;
    const server = await serve((request, response) => {
      if (request.url === '/slow') slow = response;
      else response.writeHead(404).end(() => setTimeout(() => slow?.writeHead(status).end(), 20));
    });
    const http = client();
    const other = http.send(get(`${server.base}/slow`, { method: 'POST', body: 'x' }));
    await expect.poll(() => slow).toBeDefined();
    const outcome = await http.send(get(`${server.base}/gone`));
    expect([told(outcome), outcome.is === 'response' && outcome.isFailing]).toEqual(['404 ', isFailing]);
    expect(told(await other)).toBe(`${status} `);
  });

  it('and no second one', async () => {
    const server = await serve((_, response) => void response.writeHead(503).end());
    expect(told(await client().send(get(server.base)))).toBe('503 ');
    expect(server.requests).toHaveLength(2);
  });

  it('none for a POST, which may have been done', async () => {
    const server = await serve((_, response) => void response.destroy());
    expect(told(await client().send(get(server.base, { method: 'POST', body: 'x' })))).toBe('unreachable');
    expect(server.requests).toHaveLength(1);
  });

  it('none where the server wants more time than we have', async () => {
    const server = await serve((_, response) => void response.writeHead(503, { 'retry-after': '600' }).end());
    await client().send(get(server.base));
    expect(server.requests).toHaveLength(1);
  });

  it('nobody there is unreachable', async () => {
    const server = await startLocalServer(() => undefined);
    await server.stop();
    expect(told(await client().send(get(server.base)))).toBe('unreachable');
  });
});

describe('manners', () => {
  it('a host that lets two limits pass is left alone, whoever asks', async () => {
    const server = await serve(() => undefined);
    const http = client();
    const started = performance.now();
    const outcomes = await Promise.all(Array.from({ length: 100 }, (_, i) => http.send(get(`${server.base}/${i}`))));
    expect(new Set(outcomes.map(told))).toEqual(new Set(['unreachable']));
    expect(performance.now() - started).toBeLessThan(4 * LIMITS.headers + 400);
    expect(server.requests.length).toBeLessThanOrEqual(2 * LIMITS.perHost);
  });

  it('429 is throttled, and the host is left alone for as long as it says', async () => {
    const server = await serve((_, response) => void response.writeHead(429, { 'retry-after': '120' }).end());
    const http = client();
    const outcomes = [await http.send(get(server.base)), await http.send(get(server.base))];
    expect(outcomes).toEqual([
      { is: 'failure', why: 'throttled', detail: expect.stringContaining('120 s') },
      { is: 'failure', why: 'throttled', detail: expect.stringContaining('pause') },
    ]);
    expect(server.requests).toHaveLength(1);
  });

  it('another host is asked all the same', async () => {
    const throttling = await serve((_, response) => void response.writeHead(429).end());
    const other = await serve((_, response) => void response.end('fine'));
    const http = client();
    await http.send(get(throttling.base));
    expect(told(await http.send(get(other.base)))).toBe('200 fine');
  });

  it('no more requests to a host at a time than the limit says', async () => {
    let running = 0;
    let most = 0;
    const server = await serve((_, response) => {
      running += 1;
      most = Math.max(most, running);
      setTimeout(() => {
        running -= 1;
        response.end();
      }, 5);
    });
    const http = client();
    await Promise.all(Array.from({ length: 30 }, () => http.send(get(server.base))));
    expect(most).toBe(LIMITS.perHost);
    expect(server.connections.opened).toBeLessThanOrEqual(LIMITS.perHost);
  });

  it('more at a time while it answers well, and fewer once it refuses', async () => {
    let running = 0;
    let most = 0;
    const server = await serve((request, response) => {
      running += 1;
      most = Math.max(most, running);
      setTimeout(() => {
        running -= 1;
        response.writeHead(request.url === '/no' ? 503 : 200, { 'retry-after': '60' }).end();
      }, 5);
    });
    const { origin } = new URL(server.base);
    const http = client({ limits: { connect: 10_000, headers: 10_000, body: 10_000, perHost: 24 } });
    expect(http.atATime(origin)).toBe(10);
    await Promise.all(Array.from({ length: 100 }, () => http.send(get(server.base))));
    // How far it comes is a matter of how fast this machine answers.
    const reached = http.atATime(origin);
    expect(reached).toBeGreaterThan(10);
    expect(most).toBeGreaterThan(10);
    expect(Math.max(reached, most)).toBeLessThanOrEqual(24);
    await http.send(get(`${server.base}/no`));
    expect(http.atATime(origin)).toBe(Math.floor(reached / 2));
  });

  it('a request that waited long in line still has its time for a redirect', async () => {
    const server = await serve((request, response) => {
      const location = request.url === '/' ? { location: '/there' } : {};
      setTimeout(() => response.writeHead(request.url === '/' ? 302 : 200, location).end(), 100);
    });
    // Together they take twice the time that one may.
    const http = client({ limits: { connect: 800, headers: 800, body: 800, perHost: 1 } });
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => http.send(get(`${server.base}/`))));
    expect(new Set(outcomes.map(told))).toEqual(new Set(['200 ']));
  });

  it.each(['GET', 'HEAD'] as const)('one %s after another goes over the same few connections', async method => {
    const server = await serve((_, response) => void response.end('x'));
    const http = client();
    for (let i = 0; i < 20; i += 1) await http.send(get(server.base, { method }));
    expect(server.connections.opened).toBeLessThanOrEqual(LIMITS.perHost);
  });

  it('a body that no HEAD may have is not taken for the next answer', async () => {
    const server = net.createServer(socket => {
      socket.on('error', () => undefined);
      socket.on('data', data => {
        const head = data.toString().startsWith('HEAD');
        const forged = 'HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n';
        const body = head ? forged : 'real';
        socket.write(`HTTP/1.1 200 OK\r\nconnection: keep-alive\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
      });
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as net.AddressInfo).port}/`;
    const http = client({ limits: { ...LIMITS, perHost: 1 } });
    try {
      expect(told(await http.send(get(url, { method: 'HEAD' })))).toBe('200 ');
      expect(told(await http.send(get(url)))).toBe('200 real');
    } finally {
      await http.close();
      await new Promise(resolve => server.close(resolve));
    }
  });

  it('a cancelled request ends at once, also one that waits in line', async () => {
    const server = await serve(() => undefined);
    const http = client({ limits: { ...LIMITS, headers: 60_000, perHost: 1 } });
    const controller = new AbortController();
    const all = [1, 2, 3].map(() => http.send(get(server.base, { signal: controller.signal })));
    setTimeout(() => controller.abort(), 20);
    expect((await Promise.all(all)).map(told)).toEqual(['unreachable', 'unreachable', 'unreachable']);
  });

  it('closing ends what is under way', async () => {
    const server = await serve((_, response) => void response.writeHead(200).write('x'));
    const http = client({ limits: { ...LIMITS, body: 60_000 } });
    const running = http.send(get(server.base, { method: 'POST' }));
    setTimeout(() => void http.close(), 40);
    expect(told(await running)).toBe('garbled');
  });
});

describe('redirects', () => {
  it.each<[string, string | undefined, string | undefined]>([
    ['elsewhere', undefined, undefined],
    ['on the same origin', 'Bearer s3cret', '"e1"'],
  ])('%s: what is sent of the login and of an earlier answer’s ETag', async (where, authorization, etag) => {
    const away = await serve((_, response) => void response.writeHead(404).end());
    const home = await serve((request, response) => {
      const location = where === 'elsewhere' ? `${away.base}/there` : '/there';
      response.writeHead(request.url === '/' ? 302 : 404, request.url === '/' ? { location } : {}).end();
    });
    const headers = { 'if-none-match': '"e1"', accept: 'text/plain' };
    await client().send(get(home.base, { redirects: 'anywhere', authorization: 'Bearer s3cret', headers }));
    const seen = (where === 'elsewhere' ? away : home).headers.at(-1);
    expect(seen).toMatchObject({ accept: 'text/plain' });
    expect([seen?.authorization, seen?.['if-none-match']]).toEqual([authorization, etag]);
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['429', response => void response.writeHead(429, { 'retry-after': '3600' }).end()],
    ['503', response => void response.writeHead(503, { 'retry-after': '600' }).end()],
    ['silence', () => undefined],
  ])('a stranger that leads to %s of a host does not bring it into blame', async (_, answer) => {
    const honest = await serve((request, response) => {
      if (request.url === '/bad') answer(response);
      else response.writeHead(404, { ratelimit: '1' }).end();
    });
    const evil = await serve((_, response) => void response.writeHead(302, { location: `${honest.base}/bad` }).end());
    const http = client();
    await Promise.all([1, 2, 3].map(() => http.send(get(evil.base, { redirects: 'anywhere' }))));
    await http.send(get(`${honest.base}/bad`, { method: 'POST', namedBy: evil.base }));
    const outcome = await http.send(get(`${honest.base}/good`));
    expect([told(outcome), outcome.is === 'response' && outcome.isFailing]).toEqual(['404 ', undefined]);
    expect(http.limits()).toEqual([]);
  });

  it('a host that wants its pause has it from all', async () => {
    const host = await serve((_, response) => void response.writeHead(429, { 'retry-after': '3600' }).end());
    const other = await serve((_, response) => void response.writeHead(302, { location: `${host.base}/` }).end());
    const http = client();
    await http.send(get(host.base));
    expect(told(await http.send(get(other.base, { redirects: 'anywhere' })))).toBe('throttled');
    expect(host.requests).toHaveLength(1);
  });

  const to =
    (location: string, status = 302): Answer =>
    (_, r) =>
      void r.writeHead(status, { location }).end('moved');

  it.each([301, 302, 303, 307, 308])('%i within the origin is followed', async status => {
    const server = await serve((request, response) => {
      if (request.url === '/there') response.end('there');
      else to('/there', status)(request, response);
    });
    const outcome = await client().send(get(server.base, { authorization: 'Bearer s3cret' }));
    expect(outcome).toMatchObject({ status: 200, url: `${server.base}/there` });
    expect(server.headers.map(headers => headers.authorization)).toEqual(['Bearer s3cret', 'Bearer s3cret']);
  });

  it('to another origin is followed without the credential, which does not come back on the way home', async () => {
    const home = await serve((request, response) => {
      if (request.url === '/end') response.end('end');
      else to(away.base)(request, response);
    });
    const away: LocalServer = await serve((request, response) => to(`${home.base}/end`)(request, response));
    const outcome = await client().send(get(home.base, { redirects: 'anywhere', authorization: 'Bearer s3cret' }));
    expect(told(outcome)).toBe('200 end');
    expect(home.headers.map(headers => headers.authorization)).toEqual(['Bearer s3cret', undefined]);
    expect(away.headers.map(headers => headers.authorization)).toEqual([undefined]);
  });

  it('to another origin is not followed where only the own one will do', async () => {
    const other = await serve((_, response) => void response.end('other'));
    const server = await serve(to(other.base));
    expect(told(await client().send(get(server.base)))).toBe('garbled');
    expect(other.requests).toEqual([]);
  });

  it('a circle is left after five', async () => {
    const server = await serve(to('/again'));
    expect(told(await client().send(get(server.base)))).toBe('garbled');
    expect(server.requests).toHaveLength(6);
  });

  it.each(['ftp://files.example/x', 'http://user:password@other.example/', 'http://[', 'file:///etc/passwd'])(
    'to %s is not followed',
    async location => {
      const server = await serve(to(location));
      expect(told(await client().send(get(server.base, { redirects: 'anywhere' })))).toBe('garbled');
    },
  );

  it('of a POST is not followed: what it carries was meant for one place', async () => {
    const server = await serve(to('/there', 307));
    expect(told(await client().send(get(server.base, { method: 'POST', body: 'secret' })))).toBe('307 moved');
    expect(server.requests).toHaveLength(1);
  });
});

describe('never inward', () => {
  /** Makes hosts outside out of local servers: a proxy that forwards every plain request to one server. */
  async function outside(answer: Answer): Promise<{ http: Http; asked: readonly string[] }> {
    const proxy = await serve(answer);
    return { http: client({ environment: { HTTP_PROXY: proxy.base } }), asked: proxy.requests };
  }

  it.each([
    'http://127.0.0.1:9/',
    'http://2130706433/',
    'http://localhost/',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://10.1.2.3/',
    'http://172.20.0.1/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://[::127.0.0.1]/',
    'http://[2002:a00:1::1]/',
    'http://[64:ff9b:1::1]/',
    'http://168.63.129.16/machine',
    'http://metadata.google.internal/computeMetadata/v1/',
    'http://metadata/computeMetadata/v1/',
    'http://metadata.tencentyun.com/latest/meta-data',
    'http://storage.corp.internal/',
    'http://nas.local./',
  ])('a host outside that redirects to %s is not followed', async location => {
    const { http, asked } = await outside((_, response) => void response.writeHead(302, { location }).end());
    expect(told(await http.send(get('http://registry.example/', { redirects: 'anywhere' })))).toBe('garbled');
    expect(asked).toEqual(['GET http://registry.example/']);
  });

  it('nor does one name a token service inside', async () => {
    const { http, asked } = await outside((_, response) => void response.end('{}'));
    const named = get('http://10.1.2.3/token', { namedBy: 'http://registry.example' });
    expect(told(await http.send(named))).toBe('garbled');
    const byName = get('http://metadata.google.internal/token', { namedBy: 'http://registry.example' });
    expect(told(await http.send(byName))).toBe('garbled');
    expect(asked).toEqual([]);
  });

  it('what the user’s own configuration names is asked, whatever its name, and may name others like it', async () => {
    const { http, asked } = await outside((request, response) => {
      if (request.url?.startsWith('http://registry.corp.internal/') !== true) response.end('there');
      else response.writeHead(307, { location: 'http://storage.corp.internal/blob' }).end();
    });
    const request = get('http://registry.corp.internal/', { redirects: 'anywhere' });
    expect(told(await http.send(request))).toBe('200 there');
    const named = get('http://auth.corp.internal/token', { namedBy: 'http://registry.corp.internal' });
    expect(told(await http.send(named))).toBe('200 there');
    expect(asked).toHaveLength(3);
  });

  it.each([
    ['http://registry.example.com/', 'http://localhost../', 'garbled'],
    ['http://registry.example.com/', 'http://evil..example.com/', 'garbled'],
    ['http://registry.example.com/', 'http://nexus.acme/', 'garbled'],
    ['http://registry.example.com/', 'http://vault.service.consul/', 'garbled'],
    ['http://registry.example.com/', 'http://storage.example.net/', '200 '],
    ['http://registry.example.com/', 'http://team.github.io/', '200 '],
    ['http://registry.example.com/', 'http://1.1.1.1/', '200 '],
    ['http://nexus.acme/', 'http://storage.acme/', '200 '],
  ])('through a proxy, which may know more names, %s leads to %s: %s', async (from, location, came) => {
    const { http, asked } = await outside((request, response) => {
      if (request.url === from) response.writeHead(302, { location }).end();
      else response.end();
    });
    expect(told(await http.send(get(from, { redirects: 'anywhere' })))).toBe(came);
    expect(told(await http.send(get(location, { namedBy: from })))).toBe(came);
    expect(asked).toHaveLength(came === 'garbled' ? 1 : 3);
  });

  it('but a host inside may', async () => {
    const inside = await serve((_, response) => void response.end('blob'));
    const server = await serve((_, response) => void response.writeHead(307, { location: inside.base }).end());
    expect(told(await client().send(get(server.base, { redirects: 'anywhere' })))).toBe('200 blob');
    expect(told(await client().send(get(inside.base, { namedBy: server.base })))).toBe('200 blob');
  });
});

describe('proxies', () => {
  it('HTTP_PROXY is asked by the full address, but not for NO_PROXY', async () => {
    const proxy = await serve((request, response) => void response.end(`by proxy: ${request.url}`));
    const direct = await serve((_, response) => void response.end('direct'));
    const http = client({ environment: { HTTP_PROXY: proxy.base, NO_PROXY: 'other.example,127.0.0.1' } });
    expect(told(await http.send(get('http://registry.example/x')))).toBe('200 by proxy: http://registry.example/x');
    expect(told(await http.send(get(direct.base)))).toBe('200 direct');
  });

  it.each(['HTTP_PROXY', 'http_proxy'])('%s is never asked for this machine, nor told its login', async name => {
    const proxy = await serve((_, response) => void response.end('by proxy'));
    const direct = await serve((_, response) => void response.end('direct'));
    const http = client({ environment: { [name]: proxy.base } });
    const authorization = 'Basic s3cret';
    expect(told(await http.send(get(direct.base, { authorization })))).toBe('200 direct');
    expect(told(await http.send(get(direct.base.replace('127.0.0.1', 'localhost'), { authorization })))).toBe(
      '200 direct',
    );
    expect(proxy.requests).toEqual([]);
  });

  it('https goes through a tunnel', async () => {
    const proxy = await startRefusingProxy();
    ends.push(proxy.stop);
    const http = client({ environment: { https_proxy: proxy.base } });
    expect(told(await http.send(get('https://registry.example/')))).toBe('unreachable');
    expect(proxy.asked[0]).toBe('CONNECT registry.example:443 HTTP/1.1');
  });
});

it('the log names hosts and reasons, but no secret', async () => {
  const server = await serve((_, response) => void response.destroy());
  const http = client();
  await http.send(get(`${server.base}/x?scope=a&X-Amz-Signature=s3cret`, { authorization: 'Bearer s3cret' }));
  expect(http.lines.join('\n')).toContain(`${server.base}/x?scope=a&X-Amz-Signature=-`);
  expect(http.lines.join('\n')).not.toContain('s3cret');
});

it.each(['', 'nonsense', 'ftp://registry.example/'])('an address like `%s` is garbled, not an exception', async url => {
  expect(told(await client().send(get(url)))).toBe('garbled');
});

it('something that does not speak HTTP is garbled', async () => {
  const server = net.createServer(socket => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => new Promise(resolve => server.close(() => resolve())));
  const { port } = server.address() as net.AddressInfo;
  expect(told(await client().send(get(`http://127.0.0.1:${port}/`)))).toBe('garbled');
});

it('what came of asking in vain is told apart, by the host', async () => {
  const failing = await serve((_, response) => void response.writeHead(503, { 'retry-after': '600' }).end());
  const paused = await serve((_, response) => void response.writeHead(429, { 'retry-after': '60' }).end());
  const gone = await startLocalServer(() => undefined);
  await gone.stop();
  const silent = await serve(() => undefined);
  const http = client();
  const troubles = [];
  for (const { base } of [failing, paused, gone, silent]) {
    await http.send(get(`${base}/`));
    troubles.push(http.trouble(new URL(base).host));
  }
  expect(troubles).toMatchObject([
    { is: 'failing', status: 503 },
    { is: 'paused' },
    { is: 'not-connected', code: 'ECONNREFUSED' },
    { is: 'timed-out' },
  ]);
});
