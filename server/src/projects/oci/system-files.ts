import path from 'node:path';
import type { RoutingWorld } from '../../registries/route.ts';

/** A file or folder of the machine's own configuration, below `/etc`; there is none on Windows. */
export function systemFile({ systemFolder }: RoutingWorld, ...parts: readonly string[]): string | undefined {
  if (systemFolder !== undefined) return path.join(systemFolder, ...parts);
  return process.platform === 'win32' ? undefined : path.join('/etc', ...parts);
}
