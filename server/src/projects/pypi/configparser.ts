/** Values by their keys, in small letters, by their sections. Values of several lines keep their line breaks. */
export type ConfigSections = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Reads a file as Python's `RawConfigParser` does (Lib/configparser.py, `_read`), which is how pip reads its own: what
 * stands further right than a key goes on with its value. `undefined` where Python refuses the file, as it does at a
 * line without a sign or a key that comes twice. Never throws.
 */
export function readConfigParser(text: string): ConfigSections | undefined {
  const sections = new Map<string, Map<string, string[]>>();
  let section: Map<string, string[]> | undefined;
  let lines: string[] | undefined;
  let indent = 0;
  for (const line of text.split(/\r\n|[\r\n]/)) {
    const value = line.trim();
    if (value === '') {
      lines?.push('');
      continue;
    }
    if (/^[#;]/.test(value)) continue;
    const at = line.search(/\S/);
    if (lines !== undefined && at > indent) {
      lines.push(value);
      continue;
    }
    indent = at;
    const name = /^\[(.+)\]/.exec(value)?.[1];
    if (name !== undefined) {
      if (sections.has(name) && name !== COMMON) return undefined;
      section = sections.get(name) ?? new Map();
      sections.set(name, section);
      lines = undefined;
      continue;
    }
    const sign = value.search(/[=:]/);
    const key = value.slice(0, Math.max(sign, 0)).trim().toLowerCase();
    if (section === undefined || key === '' || section.has(key)) return undefined;
    lines = [value.slice(sign + 1).trim()];
    section.set(key, lines);
  }
  return withCommon(sections);
}

/** What this section says holds in all others, unless they say otherwise. */
const COMMON = 'DEFAULT';

function withCommon(sections: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>): ConfigSections {
  const common = sections.get(COMMON) ?? new Map<string, readonly string[]>();
  const whole = [...sections].filter(([name]) => name !== COMMON);
  return new Map(
    whole.map(([name, own]) => {
      const values = [...common, ...own].map(([key, lines]) => [key, lines.join('\n').trimEnd()] as const);
      return [name, new Map(values)];
    }),
  );
}
