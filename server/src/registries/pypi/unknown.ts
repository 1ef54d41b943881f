import type { Ignorance } from '../../model/answer.ts';
import type { Asked } from '../registry.ts';

/** The answer where nothing could be told; `detail` is for the log. */
export function unknown(why: Ignorance, detail: string): Asked {
  return { answer: { state: 'unknown', why }, detail };
}
