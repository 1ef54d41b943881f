import type { Renewed, ToolCommand } from '../../model/tool-command.ts';

/** `go get` for one module, which changes `go.mod` and `go.sum` together, as all that changes either of them does. */
export function goRenewal({ name, to, lockfile }: Renewed): ToolCommand | undefined {
  // Three dots stand for anything.
  if (name.includes('...')) return undefined;
  if (lockfile !== 'go.sum' || !MODULE.test(name) || name.length > LONGEST_NAME || !VERSION.test(to)) return undefined;
  return { program: 'go', arguments: ['get', `${name}@${to}`] };
}

/**
 * A path as modules have it (golang.org/x/mod, module.CheckPath): a domain first, and no step that begins with a dot.
 */
const MODULE = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/[A-Za-z0-9_~-][\w.~-]*)*$/;
const LONGEST_NAME = 250;
const VERSION = /^v\d{1,9}\.\d{1,9}\.\d{1,9}(?:-[0-9A-Za-z.-]{1,64})?(?:\+incompatible)?$/;
