/** A token service on 127.0.0.1 that a real registry trusts, and the certificate by which it does. */
import { execFile } from 'node:child_process';
import { createPrivateKey, randomUUID, sign, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram, installCommand, OPENSSL } from '../setup/programs.ts';
import type { TrustedTokenService } from './docker-registry.ts';
import { startLocalServer } from './local-server.ts';

export interface TokenService {
  /** What the registry must be told. */
  readonly trusted: TrustedTokenService;
  /** `GET /token?…` in the order of arrival. */
  readonly requests: readonly string[];
  /** A token that opens repositories for pushing. */
  pushToken(...repositories: readonly string[]): string;
  stop(): Promise<void>;
}

export interface TokenServiceOptions {
  readonly user: string;
  readonly password: string;
  /** What the user may give in place of the password, by the form of OAuth 2. */
  readonly refreshToken: string;
}

interface Access {
  readonly type: 'repository';
  readonly name: string;
  readonly actions: readonly string[];
}

const SERVICE = 'registry of the tests';
const ISSUER = 'token service of the tests';
const LIFETIME_S = 300;

/**
 * Starts a service (distribution's docs/content/spec/auth/{token,jwt,oauth}.md). The user may pull everything, anybody
 * may pull what is `public/`, and others get a token that opens nothing.
 */
export async function startTokenService(options: TokenServiceOptions): Promise<TokenService> {
  const folder = await mkdtemp(join(tmpdir(), 'token-service-'));
  const keyFile = join(folder, 'key.pem');
  const certificateFile = join(folder, 'certificate.pem');
  await makeCertificate(keyFile, certificateFile);
  const key = createPrivateKey(await readFile(keyFile));
  const certificate = new X509Certificate(await readFile(certificateFile)).raw.toString('base64');

  /** RFC 7515, with the certificate in the header, by which the registry finds the key. */
  function tokenFor(access: readonly Access[]): string {
    const now = Math.floor(Date.now() / 1000);
    const header = { typ: 'JWT', alg: 'ES256', x5c: [certificate] };
    const times = { iat: now, nbf: now - 10, exp: now + LIFETIME_S };
    const claims = { iss: ISSUER, sub: options.user, aud: SERVICE, jti: randomUUID(), ...times, access };
    const signed = [header, claims].map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
    return `${signed}.${signature.toString('base64url')}`;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await askedOf(request);
    const { authorization } = request.headers;
    const isUser =
      request.method === 'POST'
        ? asked.get('grant_type') === 'refresh_token' && asked.get('refresh_token') === options.refreshToken
        : authorization === basicOf(options);
    const isStranger = !isUser && (authorization !== undefined || request.method === 'POST');
    if (isStranger || asked.get('service') !== SERVICE) {
      response.writeHead(401).end('{}');
      return;
    }
    const wanted = asked.getAll('scope').flatMap(scope => scope.split(' ').flatMap(accessOf));
    const granted = wanted.filter(({ name }) => isUser || name.startsWith('public/'));
    const body = { [request.method === 'POST' ? 'access_token' : 'token']: tokenFor(granted), expires_in: LIFETIME_S };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  const server = await startLocalServer((request, response) => void answer(request, response));
  return {
    trusted: { realm: `${server.base}/token`, service: SERVICE, issuer: ISSUER, rootcertbundle: certificateFile },
    requests: server.requests,
    pushToken: (...names) =>
      tokenFor(names.map(name => ({ type: 'repository', name, actions: ['pull', 'push', 'delete'] }))),
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Node reads certificates and cannot make them. */
async function makeCertificate(keyFile: string, certificateFile: string): Promise<void> {
  const program = findProgram(OPENSSL);
  if (program === undefined) throw new Error(`openssl is missing: ${installCommand(OPENSSL)}`);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile];
  const rest = ['-out', certificateFile, '-days', '2', '-subj', '/CN=tests'];
  await promisify(execFile)(program, ['req', '-x509', ...key, ...rest], { timeout: 30_000 });
}

/** The query of a GET, the form of a POST. */
async function askedOf(request: IncomingMessage): Promise<URLSearchParams> {
  if (request.method !== 'POST') return new URL(request.url ?? '/', 'http://127.0.0.1').searchParams;
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return new URLSearchParams(text);
}

/** `repository:team/app:pull` */
function accessOf(scope: string): Access[] {
  const [type, name, actions = ''] = scope.split(':');
  return type === 'repository' && name !== undefined ? [{ type, name, actions: actions.split(',') }] : [];
}

function basicOf({ user, password }: TokenServiceOptions): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
