import type { Reference } from '../../../model/reference.ts';
import { spanOf } from '../../../model/span.ts';
import { opaqueImage } from './opaque-image.ts';

/**
 * The images of a YAML text that another language writes, such as a chart's template: every line with one of the keys,
 * read as a line, because the tree is known only when the template was filled in. All are opaque, and tell the name
 * where it is written out. `keys` are the sources of regular expressions.
 */
export function templateLines(text: string, keys: readonly string[]): Reference[] {
  const line = new RegExp(`^[ \\t]*(?:-[ \\t]+)?["']?(?:${keys.join('|')})["']?[ \\t]*:[ \\t]+(\\S.*)$`, 'gm');
  const references: Reference[] = [];
  for (const match of text.matchAll(line)) {
    const raw = match[1] ?? '';
    const start = match.index + match[0].length - raw.length;
    const value = withoutComment(raw);
    const quote = /^(["']).*\1$/.test(value) ? 1 : 0;
    const written = value.slice(quote, value.length - quote);
    if (written === '' || /^[|>&*]/.test(written)) continue;
    references.push({
      span: spanOf(start + quote, start + quote + written.length),
      role: 'manifest',
      subject: opaqueImage(written, 'template'),
    });
  }
  return references;
}

function withoutComment(raw: string): string {
  const comment = raw.search(/[ \t]#/);
  return (comment < 0 ? raw : raw.slice(0, comment)).trimEnd();
}
