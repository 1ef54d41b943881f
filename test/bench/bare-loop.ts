import { Agent } from 'undici';
import type { SampleRequest } from '../support/sample-registries/server.ts';

/**
 * The least that the same requests can cost: sent by undici from a fresh process, so many at a time, bodies read and
 * thrown away. Takes one message with the work, answers with the milliseconds.
 */
export interface BareWork {
  readonly origin: string;
  readonly requests: readonly SampleRequest[];
  readonly concurrency: number;
}

/** What it took, in milliseconds: from the first request to the last answer, and of processor time since the start. */
export interface BareTime {
  readonly milliseconds: number;
  readonly processor: number;
}

/** What the connection itself says, and undici says anew. */
const OF_THE_CONNECTION = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive']);

process.once('message', async (work: BareWork) => {
  const agent = new Agent({ connections: work.concurrency, pipelining: 1 });
  const left = work.requests.values();
  const start = performance.now();
  await Promise.all(Array.from({ length: work.concurrency }, () => sendAll(left, work.origin, agent)));
  const milliseconds = performance.now() - start;
  await agent.close();
  const { user, system } = process.cpuUsage();
  const time: BareTime = { milliseconds, processor: (user + system) / 1000 };
  process.send?.(time);
  process.disconnect();
});

async function sendAll(requests: Iterable<SampleRequest>, origin: string, agent: Agent): Promise<void> {
  for (const { method, path, headers } of requests) {
    const sent = Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.has(name));
    const response = await agent.request({
      origin,
      path,
      method: method === 'HEAD' ? 'HEAD' : 'GET',
      headers: Object.fromEntries(sent),
    });
    await response.body.dump({ limit: Number.MAX_SAFE_INTEGER });
  }
}
