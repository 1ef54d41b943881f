import { expect } from 'vitest';
import type { Http, HttpOutcome, HttpRequest } from '../../server/src/http/http.ts';
import type { HostLimit } from '../../server/src/http/limits.ts';

/** A request that is expected once, and what it is answered with. */
export interface ExpectedRequest {
  /** Method and address: `GET https://registry.example/left-pad`. */
  readonly request: string;
  /** Headers that must be there with this value, or with `undefined` must not be there. `authorization` among them. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly answer: FakeAnswer;
}

export type FakeAnswer =
  | Extract<HttpOutcome, { is: 'failure' }>
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** Objects are sent as JSON. */
      readonly body?: string | Uint8Array | object;
      /** Where a redirect led to; absent: the address that was asked. */
      readonly url?: string;
      readonly isFailing?: true;
    };

export interface FakeHttp extends Http {
  /** Fails the test unless every expected request was sent, and no other. */
  verify(): void;
}

/**
 * An {@link Http} that answers from a table, each row once, the first unused row that fits. A request that no row
 * expects rejects, and `verify` names it.
 */
export function fakeHttp(table: readonly ExpectedRequest[], limits: readonly HostLimit[] = []): FakeHttp {
  const waiting = [...table];
  const unexpected: string[] = [];
  let requests = 0;
  return {
    async send(request) {
      requests += 1;
      const index = waiting.findIndex(row => fits(row, request));
      const [row] = index < 0 ? [] : waiting.splice(index, 1);
      if (row === undefined) {
        const headers = { ...request.headers, authorization: request.authorization };
        unexpected.push(`${request.method} ${request.url} ${JSON.stringify(headers)}`);
        throw new Error(`unexpected request: ${unexpected.at(-1)}`);
      }
      return outcomeOf(row.answer, request);
    },
    get stats() {
      return { requests, bytes: 0 };
    },
    limits: () => limits,
    atATime: () => Number.POSITIVE_INFINITY,
    trouble: () => undefined,
    close: async () => {},
    verify() {
      expect({ unexpected, missing: waiting.map(row => row.request) }).toEqual({ unexpected: [], missing: [] });
    },
  };
}

function fits(row: ExpectedRequest, request: HttpRequest): boolean {
  if (row.request !== `${request.method} ${request.url}`) return false;
  return Object.entries(row.headers ?? {}).every(([name, value]) =>
    name === 'authorization' ? request.authorization === value : request.headers?.[name] === value,
  );
}

function outcomeOf(answer: FakeAnswer, request: HttpRequest): HttpOutcome {
  if ('is' in answer) return answer;
  const { status, headers = {}, body = '', url = request.url, isFailing } = answer;
  const text = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return {
    is: 'response',
    status,
    headers,
    bytes: request.method === 'HEAD' ? new Uint8Array() : bytes,
    url,
    ...(isFailing ? { isFailing } : {}),
  };
}
