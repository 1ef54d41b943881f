/**
 * How objects are written: JSON, an object of HCL (`a = b`), or blocks of HCL (`a { b = c }`), where a map is a block
 * and a list of maps several.
 */
export type ObjectForm = 'json' | 'hcl' | 'blocks';

/** What is written. */
export type ObjectValue = string | number | readonly ObjectValue[] | { readonly [name: string]: ObjectValue };

/**
 * A value as text, without indentation before its first line.
 *
 * @param indent of the line that it begins on; `undefined`: all on one line
 */
export function objectText(value: ObjectValue, form: ObjectForm, indent: string | undefined): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return String(value);
  if (isList(value)) return `[${value.map(item => objectText(item, form, undefined)).join(', ')}]`;
  const inner = indent === undefined ? undefined : indent + UNIT;
  const members = Object.entries(value).map(([name, member]) => {
    const text = objectText(member, form, inner);
    if (form === 'json') return `${JSON.stringify(name)}: ${text}`;
    return form === 'blocks' && typeof member === 'object' && !isList(member) ? `${name} ${text}` : `${name} = ${text}`;
  });
  if (inner === undefined) return `{ ${members.join(', ')} }`;
  const mark = form === 'json' ? ',' : '';
  return `{\n${members.map(member => inner + member).join(`${mark}\n`)}\n${indent}}`;
}

function isList(value: ObjectValue): value is readonly ObjectValue[] {
  return Array.isArray(value);
}

const UNIT = '  ';
