import type { Span } from '../model/span.ts';
import type { TracedText } from './traced-text.ts';
import type { YamlScalar } from './yaml-nodes.ts';
import type { ScalarStyle } from './yaml-scalars.ts';

/** A scalar whose value is worked out when somebody asks for it: readers look at few of a file's scalars. */
export class LazyScalar implements YamlScalar {
  readonly kind = 'scalar';
  readonly style: ScalarStyle;
  readonly span: Span;
  readonly isString: boolean;
  #trace: TracedText | (() => TracedText);

  constructor(style: ScalarStyle, span: Span, isString: boolean, trace: () => TracedText) {
    this.style = style;
    this.span = span;
    this.isString = isString;
    this.#trace = trace;
  }

  get written(): TracedText {
    if (typeof this.#trace === 'function') this.#trace = this.#trace();
    return this.#trace;
  }

  get value(): string {
    return this.written.text;
  }
}
