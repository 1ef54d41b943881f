import net from 'node:net';

/**
 * The IPv4 addresses that an IPv6 address carries, which are what it reaches in the end; none where it carries none.
 *
 * - `::a.b.c.d`, IPv4-compatible, and `::ffff:a.b.c.d`, IPv4-mapped (RFC 4291, section 2.5.5)
 * - `::ffff:0:a.b.c.d`, IPv4-translated (RFC 2765, section 2.1)
 * - `64:ff9b::a.b.c.d`, behind the well-known prefix of translators (RFC 6052, section 2.1)
 * - `2002:AABB:CCDD::`, 6to4 (RFC 3056, section 2)
 * - `2001:0:…`, Teredo: its server, and its client with all bits turned (RFC 4380, section 4)
 * - `…:0:5efe:a.b.c.d`, ISATAP (RFC 5214, section 6.1)
 *
 * @param address a valid IPv6 address without a zone
 */
export function embeddedIpv4(address: string): readonly string[] {
  const groups = groupsOf(address);
  const starts = (...wanted: readonly number[]) => wanted.every((group, index) => groups[index] === group);
  const at = (index: number, turned = 0) => ipv4Of((groups[index] ?? 0) ^ turned, (groups[index + 1] ?? 0) ^ turned);
  if (starts(0, 0, 0, 0, 0, 0) || starts(0, 0, 0, 0, 0, 0xffff)) return [at(6)];
  if (starts(0, 0, 0, 0, 0xffff, 0) || starts(0x64, 0xff9b, 0, 0, 0, 0)) return [at(6)];
  if (starts(0x2002)) return [at(1)];
  if (starts(0x2001, 0)) return [at(2), at(6, 0xffff)];
  if (((groups[4] ?? 0) & ~0x0200) === 0 && groups[5] === 0x5efe) return [at(6)];
  return [];
}

/**
 * The IPv4 address of `::ffff:a.b.c.d`, by which systems speak IPv4 over their IPv6 sockets; any other is left as it
 * is.
 */
export function unmapped(address: string): string {
  if (!net.isIPv6(address)) return address;
  const isMapped = groupsOf(address).slice(0, 6).join() === [0, 0, 0, 0, 0, 0xffff].join();
  return isMapped ? (embeddedIpv4(address)[0] ?? address) : address;
}

/** The eight groups of a valid IPv6 address. */
function groupsOf(address: string): readonly number[] {
  const [head = '', tail] = address.split('::');
  const before = numbersOf(head);
  if (tail === undefined) return before;
  const after = numbersOf(tail);
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}

/** Groups in hexadecimal, of which the last may be written as IPv4. */
function numbersOf(text: string): readonly number[] {
  return text
    .split(':')
    .filter(part => part !== '')
    .flatMap(part => {
      if (!part.includes('.')) return [Number.parseInt(part, 16)];
      const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number);
      return [a * 256 + b, c * 256 + d];
    });
}

function ipv4Of(high: number, low: number): string {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}
