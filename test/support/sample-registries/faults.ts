import type { ServerResponse } from 'node:http';

/**
 * Something that goes wrong, for the requests whose path (with query, as sent) matches. The first that matches counts.
 */
export interface Fault {
  readonly path: RegExp;
  /** Only requests of this method; absent: all. */
  readonly method?: 'GET' | 'HEAD' | 'POST';
  readonly what: FaultKind;
}

export type FaultKind =
  /** Nothing is ever answered. */
  | { readonly is: 'hang' }
  /** The connection is closed without an answer. */
  | { readonly is: 'refuse' }
  | { readonly is: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** A page for people with status 200, as captive portals send it. */
  | { readonly is: 'html' }
  /** Half of the body, and then the connection is closed. */
  | { readonly is: 'truncate' }
  /** A blank more at the end: the JSON is as readable as before, and the hash is another. */
  | { readonly is: 'wrong-hash' }
  /** The headers do not name the digest, as old registries and some proxies do. */
  | { readonly is: 'no-digest-header' }
  /** A body of so many bytes, all blanks. */
  | { readonly is: 'huge'; readonly bytes: number };

/** An answer that is about to be sent. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const PAGE = '<!doctype html><title>Welcome to the guest network</title><p>Please sign in.</p>';
const BLOCK = Buffer.alloc(64 * 1024, ' ');

/** Sends a reply as a fault makes of it. `method` HEAD sends no body. */
export function sendFaulty(response: ServerResponse, method: string, reply: Reply, fault: FaultKind): void {
  switch (fault.is) {
    case 'hang':
      break;
    case 'refuse':
      response.destroy();
      break;
    case 'status':
      send(response, method, { status: fault.status, headers: fault.headers ?? {}, body: Buffer.from('{}') });
      break;
    case 'html':
      send(response, method, { status: 200, headers: { 'content-type': 'text/html' }, body: Buffer.from(PAGE) });
      break;
    case 'truncate':
      response.writeHead(reply.status, { ...reply.headers, 'content-length': String(reply.body.length) });
      response.write(reply.body.subarray(0, Math.floor(reply.body.length / 2)), () => response.destroy());
      break;
    case 'wrong-hash':
      send(response, method, { ...reply, body: Buffer.concat([reply.body, Buffer.from(' ')]) });
      break;
    case 'no-digest-header': {
      const { 'docker-content-digest': _, ...headers } = reply.headers;
      send(response, method, { ...reply, headers });
      break;
    }
    case 'huge':
      response.writeHead(200, { ...reply.headers, 'content-length': String(fault.bytes) });
      if (method === 'HEAD') response.end();
      else pour(response, fault.bytes);
      break;
  }
}

/** Sends a reply as it is. */
export function send(response: ServerResponse, method: string, reply: Reply): void {
  const length = reply.status === 304 ? {} : { 'content-length': String(reply.body.length) };
  response.writeHead(reply.status, { ...reply.headers, ...length });
  response.end(method === 'HEAD' || reply.status === 304 ? undefined : reply.body);
}

/** Writes blanks as fast as the reader takes them, and stops when it went away. */
function pour(response: ServerResponse, bytes: number): void {
  let left = bytes;
  const more = () => {
    while (left > 0 && !response.destroyed) {
      const block = left < BLOCK.length ? BLOCK.subarray(0, left) : BLOCK;
      left -= block.length;
      if (!response.write(block)) return;
    }
    if (!response.destroyed) response.end();
  };
  response.on('drain', more);
  more();
}
