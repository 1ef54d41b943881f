/**
 * Where a module lies at a proxy, below its base, as in `/github.com/!burnt!sushi/toml`: capitals are escaped, for
 * disks that do not tell them apart (Go modules reference, “GOPROXY protocol”). `undefined` for a path that go asks
 * nobody for (golang.org/x/mod/module, `CheckPath`).
 */
export function modulePlace(path: string): string | undefined {
  return path.length <= LONGEST && PATH.test(path) ? `/${escaped(path)}` : undefined;
}

/** The same of a version, as in `v1.0.0-!r!c1`. `undefined` for what no file can be named by. */
export function versionPlace(version: string): string | undefined {
  return version.length <= LONGEST && VERSION.test(version) ? escaped(version) : undefined;
}

/** In characters. */
const LONGEST = 500;

/** The first part is a host, so there is a dot in it. */
const PATH = /^(?=[^/]*\.)[a-z0-9](?:[a-z0-9.-]*[a-z0-9-])?(?:\/[A-Za-z0-9_~-](?:[A-Za-z0-9._~-]*[A-Za-z0-9_~-])?)*$/;

const VERSION = /^[A-Za-z0-9](?:[A-Za-z0-9.+_~-]*[A-Za-z0-9+_~-])?$/;

function escaped(text: string): string {
  return text.replace(/[A-Z]/g, capital => `!${capital.toLowerCase()}`);
}
