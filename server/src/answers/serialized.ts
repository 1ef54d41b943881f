import type { Missing } from '../model/answer.ts';
import { isObject } from '../model/objects.ts';
import type { Ask } from '../model/question.ts';
import type { CachedAnswer, Told } from './cached-answer.ts';
import { isCount, isFactFor, isOneOf } from './facts.ts';

/** An answer as the text that is kept of it on disk. */
export function serialize(cached: CachedAnswer): string {
  return JSON.stringify(cached);
}

/**
 * Reads what {@link serialize} wrote, checked like anything that comes from outside: half a text or a fact of another
 * shape is `undefined`, and costs one request.
 *
 * @param now in milliseconds since the epoch
 */
export function deserialize(text: string, ask: Ask, now: number): CachedAnswer | undefined {
  return checkAnswer(parse(text), ask, now);
}

/** The same, for a text that was parsed. */
export function checkAnswer(record: unknown, ask: Ask, now: number): CachedAnswer | undefined {
  if (!isObject(record)) return undefined;
  const answer = toldOf(record.answer, ask);
  if (answer === undefined || answer.asOf > now + CLOCK_SKEW) return undefined;
  const cached: { -readonly [Part in keyof CachedAnswer]: CachedAnswer[Part] } = { answer };
  if (typeof record.validator === 'string') cached.validator = record.validator;
  if (isCount(record.freshFor)) cached.freshFor = record.freshFor;
  if (record.forEver === true && answer.state === 'known') cached.forEver = true;
  return cached;
}

/**
 * In milliseconds. Processes of one machine share the folder, and perhaps machines one home. An answer from further
 * ahead stays fresh too long.
 */
const CLOCK_SKEW = 60_000;

function toldOf(value: unknown, ask: Ask): Told | undefined {
  if (!isObject(value) || !isCount(value.asOf)) return undefined;
  const { state, asOf } = value;
  if (state === 'absent') {
    if (!isOneOf(MISSING, value.missing)) return undefined;
    const { missing, spelled, goesOn, isOpen } = value;
    return {
      ...{ state, missing, asOf },
      ...(typeof spelled === 'string' ? { spelled } : {}),
      ...(goesOn === true ? { goesOn } : {}),
      ...(isOpen === true ? { isOpen } : {}),
    };
  }
  if (state !== 'known') return undefined;
  return isFactFor(ask, value.fact) ? { state, fact: value.fact, asOf } : undefined;
}

const MISSING: Record<Missing, true> = { package: true, version: true, repository: true, tag: true, digest: true };

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
