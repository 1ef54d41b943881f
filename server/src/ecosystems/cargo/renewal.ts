import type { Renewed, ToolCommand } from '../../model/tool-command.ts';

/**
 * `cargo update` for the one release that is meant: a lockfile may hold several of a name, which only the version tells
 * apart (The Cargo Book, "Package ID Specifications").
 */
export function cargoRenewal({ name, version, to, lockfile }: Renewed): ToolCommand | undefined {
  if (lockfile !== 'Cargo.lock' || !NAME.test(name) || !VERSION.test(version) || !VERSION.test(to)) return undefined;
  // Who brings it in asks for one that is compatible, and cargo takes no other.
  if (lineOf(version) !== lineOf(to)) return undefined;
  return { program: 'cargo', arguments: ['update', '-p', `${name}@${version}`, '--precise', to] };
}

/** Versions of one line are compatible: up to the first number that is not zero (The Cargo Book, "SemVer"). */
function lineOf(version: string): string {
  return /^(?:0\.0\.\d+|0\.\d+|\d+)/.exec(version)?.[0] ?? version;
}

const NAME = /^[A-Za-z][\w-]{0,63}$/;
const VERSION = /^\d{1,9}\.\d{1,9}\.\d{1,9}(?:[-+][\w.+-]{1,64})?$/;
