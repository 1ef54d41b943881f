import net from 'node:net';

/** A proxy on 127.0.0.1 that opens no tunnel, and remembers what it was asked. */
export interface RefusingProxy {
  /** As in `http://127.0.0.1:4321`. */
  readonly base: string;
  /** The first line of each connection, in their order. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

/** Starts it on a free port. */
export async function startRefusingProxy(): Promise<RefusingProxy> {
  const asked: string[] = [];
  const proxy = net.createServer(socket => {
    socket.on('error', () => undefined);
    socket.once('data', data => {
      asked.push(data.toString().split('\r\n')[0] ?? '');
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
  });
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as net.AddressInfo;
  return {
    base: `http://127.0.0.1:${port}`,
    asked,
    stop: () => new Promise(resolve => proxy.close(() => resolve())),
  };
}
