import { IMAGES } from '../ecosystems/index.ts';
import type { Fix } from '../model/finding.ts';
import { isImageTag } from '../model/image-reference.ts';
import { code } from '../model/plain-text.ts';
import type { Misread, OpaqueSubject } from '../model/reference.ts';
import { type Span, textUnder } from '../model/span.ts';
import type { Rule, Verdict } from './rule.ts';

/** A tag without quotes that YAML takes for a number or a truth value. No registry is needed to tell. */
export const numberAsTag: Rule<'opaque'> = {
  id: 'number-as-tag',
  judges: 'opaque',
  severity: 'error',
  summary:
    'YAML takes a tag without quotes for a number or a truth value: the file is refused, or another tag comes of it, which is a warning.',
  judge({ subject, text }) {
    const { misread } = subject;
    return misread === undefined ? [] : [verdict(subject, misread, text)];
  },
};

function verdict(subject: OpaqueSubject, misread: Misread, text: string): Verdict {
  const { quotes, becomes } = misread;
  const taken = misread.taken === 'number' ? 'number' : 'truth value';
  const says = `${code(nameOf(subject))} is written without quotes, and YAML takes the tag for a ${taken}`;
  const fixes = quotes === undefined ? [] : [quote(quotes, becomes, text)];
  if (becomes === undefined) {
    return {
      message: `${says}: whatever reads this file wants a text there, and fails. Put the tag in quotes.`,
      fixes,
    };
  }
  return {
    severity: 'warning',
    message: `${says}, which charts print as ${code(becomes)}. Put the tag in quotes.`,
    fixes,
  };
}

function nameOf({ name, want = '' }: OpaqueSubject): string {
  return name === undefined ? want : IMAGES.nameText(name, want);
}

/** Where what comes of it today is another tag, the quotes choose another image. */
function quote(span: Span, becomes: string | undefined, text: string): Fix {
  const tag = textUnder(text, span);
  const isOther = becomes !== undefined && isImageTag(becomes);
  return {
    title: `Put ${code(tag)} in quotes`,
    safety: isOther ? 'review' : 'safe',
    edits: [{ span, expects: tag, put: `"${tag}"` }],
  };
}
