import { writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';

/** A host of images, as programs know them that take no path before `/v2/`. */
export interface ImageHost {
  /** As in `127.0.0.1:4321`. */
  readonly host: string;
  /** Writes settings by which we ask it too, over the same way. */
  writeSettings(file: string, settings: object): Promise<void>;
  stop(): void;
}

/** Passes on what it is asked to the sample registry that plays Docker Hub. */
export async function startImageHost(registries: string): Promise<ImageHost> {
  const server = createServer((asked, answer) => {
    const { method, headers, url } = asked;
    const passedOn = request(`${registries}/oci/docker.io${url}`, { method, headers }, given => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
    });
    passedOn.on('error', () => answer.destroy());
    passedOn.end();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The image host has no port.');
  const host = `127.0.0.1:${address.port}`;
  return {
    host,
    writeSettings: (file, settings) =>
      writeFile(
        file,
        JSON.stringify({
          'registryLens.registries': { npm: npmOf(settings), oci: { [host]: `http://${host}` } },
        }),
      ),
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function npmOf(settings: object): unknown {
  const { 'registryLens.registries': registries } = settings as Record<string, { npm?: unknown }>;
  return registries?.npm;
}
