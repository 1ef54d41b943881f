import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A server on 127.0.0.1 that answers as a test says, and remembers what it was asked. */
export interface LocalServer {
  /** As in `http://127.0.0.1:4321`. */
  readonly base: string;
  /** `GET /path` in the order of arrival. */
  readonly requests: readonly string[];
  /** The headers of the same requests. */
  readonly headers: readonly IncomingMessage['headers'][];
  /** Connections that were opened, and how many were open at most. */
  readonly connections: { opened: number; most: number };
  stop(): Promise<void>;
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Starts a server on a free port. */
export async function startLocalServer(answer: Answer): Promise<LocalServer> {
  const requests: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const open = new Set<Socket>();
  const connections = { opened: 0, most: 0 };
  const server = http.createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    headers.push(request.headers);
    answer(request, response);
  });
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    connections.opened += 1;
    connections.most = Math.max(connections.most, open.size);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    base: `http://127.0.0.1:${port}`,
    requests,
    headers,
    connections,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
