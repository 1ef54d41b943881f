/** The canonical form of a name (PEP 503): `Foo.Bar__baz` and `foo-bar-baz` are one project. */
export function canonicalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
