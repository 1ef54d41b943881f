import type { Span } from '../model/span.ts';
import type { TracedText } from './traced-text.ts';
import type { YamlScalar } from './yaml-nodes.ts';
import type { ScalarStyle } from './yaml-scalars.ts';

/** A scalar that is worked out when somebody asks for it: readers look at few of a file's scalars. */
export class LazyScalar implements YamlScalar {
  readonly kind = 'scalar';
  readonly style: ScalarStyle;
  readonly span: Span;
  readonly isString: boolean;
  readonly #value: string | undefined;
  #trace: TracedText | (() => TracedText);

  /** @param value where it is known without tracing it, as keys are asked for theirs and not for its places */
  constructor(style: ScalarStyle, span: Span, isString: boolean, trace: () => TracedText, value?: string) {
    this.style = style;
    this.span = span;
    this.isString = isString;
    this.#trace = trace;
    this.#value = value;
  }

  get written(): TracedText {
    if (typeof this.#trace === 'function') this.#trace = this.#trace();
    return this.#trace;
  }

  get value(): string {
    return this.#value ?? this.written.text;
  }
}
