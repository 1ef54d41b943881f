import type { Span } from '../../../model/span.ts';
import type { Interpolation } from './interpolation.ts';
import { type Declared, fieldOf, type Pom } from './pom.ts';

/** Names by what is declared, each found out once. */
export function namesIn(pom: Pom, { resolve }: Interpolation): (declared: Declared) => string | undefined {
  const known = new Map<Declared, string | undefined>();
  return declared => {
    if (known.has(declared)) return known.get(declared);
    const part = (field: string, otherwise?: string) => {
      const text = fieldOf(pom, declared.element, field);
      if (text === undefined) return otherwise;
      return text === 'typing' ? undefined : resolve(text, declared.profile).value;
    };
    const group = part('groupId', isPlugin(declared) ? PLUGIN_GROUP : undefined);
    const artifact = part('artifactId');
    const name = group === undefined || artifact === undefined ? undefined : `${group}:${artifact}`;
    known.set(declared, name);
    return name;
  };
}

/** Where both parts are written, if a fix may replace them: as they are meant, without a property. */
export function placesOfName(pom: Pom, { element }: Declared): readonly Span[] | undefined {
  const parts = ['groupId', 'artifactId'].map(name => fieldOf(pom, element, name));
  const places = parts.flatMap(text =>
    text === undefined || text === 'typing' || !text.isVerbatim || text.value.includes('${') ? [] : [text.span],
  );
  return places.length === parts.length ? places : undefined;
}

/** The name as it is written, for what has none that is known. */
export function writtenName(pom: Pom, declared: Declared): string {
  const group = fieldValue(pom, declared, 'groupId') ?? PLUGIN_GROUP;
  return `${group}:${fieldValue(pom, declared, 'artifactId') ?? ''}`;
}

/** The text of a field as it is written; `undefined` where it is missing, or being typed. */
export function fieldValue(pom: Pom, { element }: Declared, name: string): string | undefined {
  const text = fieldOf(pom, element, name);
  return text === undefined || text === 'typing' ? undefined : text.value;
}

/** Maven's own rule for both parts (maven-model-builder, `DefaultModelValidator`). */
export function isName(name: string): boolean {
  return name.length <= LONGEST_NAME && /^[\w.-]+:[\w.-]+$/.test(name) && !/(?:^|:)\.+(?:$|:)/.test(name);
}

/** Whether the group that is meant where none is written is that of Maven's own plugins. */
export function isPlugin({ as }: Declared): boolean {
  return as === 'plugin' || as === 'report' || as === 'managed-plugin';
}

const PLUGIN_GROUP = 'org.apache.maven.plugins';
/** In characters. */
const LONGEST_NAME = 300;
