import defaults from 'npm-registry-fetch/lib/default-opts.js';

/** Whether an address is the one that npm asks unless it is told otherwise. */
export function isDefaultRegistry(address: string): boolean {
  return hostOf(address) === hostOf(defaults.registry);
}

function hostOf(address: string): string {
  return URL.parse(address.trim())?.host ?? address;
}
