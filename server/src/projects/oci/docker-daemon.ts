import path from 'node:path';
import { isInNetwork } from '../../http/inward.ts';
import { baseAddress } from '../../model/address.ts';
import { isObject } from '../../model/objects.ts';
import type { RoutingWorld } from '../../registries/route.ts';
import { systemFile } from './system-files.ts';

/** What Docker's daemon on this machine is configured with. */
export interface DockerDaemon {
  /** Base addresses that it asks before Docker Hub, in this order; of no other registry. */
  readonly hubMirrors: readonly string[];
  /** Whether it may ask a host, with its port, by plain http. */
  isInsecure(host: string): boolean;
}

/**
 * Reads Docker's `daemon.json` where the user may (dockerd's "Daemon configuration file", `registry-mirrors` and
 * `insecure-registries`): the system's, that of a daemon without root, and Docker Desktop's. What is missing is
 * skipped, what is broken is logged.
 */
export async function readDockerDaemons(world: RoutingWorld): Promise<DockerDaemon> {
  const hubMirrors: string[] = [];
  const insecure: string[] = [];
  for (const file of daemonFiles(world)) {
    const document = await readJson(file, world);
    hubMirrors.push(...textsOf(document['registry-mirrors']).flatMap(address => baseAddress(address) ?? []));
    insecure.push(...textsOf(document['insecure-registries']).map(bareHost));
  }
  return {
    hubMirrors: [...new Set(hubMirrors)],
    isInsecure: host => {
      const wanted = host.toLowerCase();
      const name = wanted.replace(/:\d+$/, '');
      return insecure.some(entry => (entry.includes('/') ? isInNetwork(name, entry) : entry === wanted));
    },
  };
}

function daemonFiles(world: RoutingWorld): readonly string[] {
  const { environment: env, home } = world;
  const system = systemFile(world, 'docker', 'daemon.json');
  const programData = env.ProgramData ?? env.PROGRAMDATA;
  const configHome = env.XDG_CONFIG_HOME || (home && path.join(home, '.config'));
  return [
    ...(system === undefined ? [] : [system]),
    ...(programData === undefined ? [] : [path.join(programData, 'docker', 'config', 'daemon.json')]),
    ...(configHome ? [path.join(configHome, 'docker', 'daemon.json')] : []),
    ...(home === undefined ? [] : [path.join(home, '.docker', 'daemon.json')]),
  ].filter(file => path.isAbsolute(file));
}

async function readJson(file: string, world: RoutingWorld): Promise<Record<string, unknown>> {
  const { log } = world;
  const read = await world.ownership.configuration(file, 'user');
  // Often only root may read the system's file, which says nothing about a fault.
  if (read.is !== 'text') return {};
  try {
    const value: unknown = JSON.parse(read.text);
    return isObject(value) ? value : {};
  } catch {
    log(`\`${file}\` is not JSON, so its mirrors are not used.`);
    return {};
  }
}

/** An entry is a host, a host with a port, or a network as `10.0.0.0/8`; Docker forgives a scheme. */
function bareHost(entry: string): string {
  return entry
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/$/, '');
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];
}
