/** The canonical form of a name (PEP 503): `Foo.Bar__baz` and `foo-bar-baz` are one project. */
export function canonicalName(name: string): string {
  return isCanonical(name) ? name : name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** Whether it is already, as nearly all are that tools write: letters and digits, and single hyphens between. */
function isCanonical(name: string): boolean {
  for (let at = 0; at < name.length; at += 1) {
    const code = name.charCodeAt(at);
    const isPlain = (code >= SMALL_A && code <= SMALL_Z) || (code >= ZERO && code <= NINE);
    if (!isPlain && (code !== HYPHEN || name.charCodeAt(at + 1) === HYPHEN)) return false;
  }
  return true;
}

const [HYPHEN, ZERO, NINE, SMALL_A, SMALL_Z] = [0x2d, 0x30, 0x39, 0x61, 0x7a];
