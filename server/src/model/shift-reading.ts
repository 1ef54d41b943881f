import type { IgnorePlace, PinPlace, Reading, Reference, Slot, Subject } from './reference.ts';
import { type Span, spanOf } from './span.ts';
import type { Statement } from './statement.ts';

/** A reading as if the text that was read began at `offset` of another one. */
export function shiftReading(reading: Reading, offset: number): Reading {
  if (offset === 0) return reading;
  const { references, ignores, statements } = reading;
  return {
    ...reading,
    references: references.map(reference => shiftReference(reference, offset)),
    ignores: ignores.map(ignore => ({ ...ignore, span: shiftSpan(ignore.span, offset) })),
    ...(statements === undefined ? {} : { statements: statements.map(each => shiftStatement(each, offset)) }),
  };
}

/** A reference as if the text that it was read from began at `offset` of another one. */
export function shiftReference(reference: Reference, offset: number): Reference {
  if (offset === 0) return reference;
  const { span, subject, ignoreAt } = reference;
  return {
    ...reference,
    span: shiftSpan(span, offset),
    subject: shiftSubject(subject, offset),
    ...(ignoreAt === undefined ? {} : { ignoreAt: shiftIgnorePlace(ignoreAt, offset) }),
  };
}

function shiftStatement(statement: Statement, offset: number): Statement {
  return statement.span === undefined ? statement : { ...statement, span: shiftSpan(statement.span, offset) };
}

function shiftSubject(subject: Subject, offset: number): Subject {
  switch (subject.kind) {
    case 'release':
      return subject.edit === undefined ? subject : { ...subject, edit: shiftSpan(subject.edit, offset) };
    case 'image': {
      const { pin, pull } = subject;
      if (pull === undefined) return { ...subject, pin: shiftPin(pin, offset) };
      const { written, always } = pull;
      return {
        ...subject,
        pin: shiftPin(pin, offset),
        pull: {
          ...pull,
          ...(written === undefined ? {} : { written: shiftSpan(written, offset) }),
          ...(always === undefined ? {} : { always: { ...always, slot: shiftSlot(always.slot, offset) } }),
        },
      };
    }
    case 'artifact':
      return subject.pin === undefined ? subject : { ...subject, pin: shiftPin(subject.pin, offset) };
    case 'publication':
      return subject.edit === undefined ? subject : { ...subject, edit: shiftSpan(subject.edit, offset) };
    case 'publish':
      return shiftAll(subject, offset);
    case 'policy':
      return { ...subject, offset: subject.offset + offset };
    case 'opaque': {
      const { misread } = subject;
      if (misread?.quotes === undefined) return subject;
      return { ...subject, misread: { ...misread, quotes: shiftSpan(misread.quotes, offset) } };
    }
  }
}

/** The same value with all spans that are anywhere in it moved: a step holds all of its pipeline. */
function shiftAll<Value>(value: Value, offset: number, moved = new Map<unknown, unknown>()): Value {
  if (typeof value !== 'object' || value === null) return value;
  const known = moved.get(value);
  if (known !== undefined) return known as Value;
  const again = <Part>(part: Part) => shiftAll(part, offset, moved);
  const now = isSpan(value)
    ? shiftSpan(value, offset)
    : Array.isArray(value)
      ? value.map(again)
      : value instanceof Map
        ? new Map([...value].map(([key, part]) => [key, again(part)]))
        : Object.fromEntries(Object.entries(value).map(([key, part]) => [key, again(part)]));
  moved.set(value, now);
  return now as Value;
}

function isSpan(value: object): value is Span {
  return 'start' in value && 'end' in value && typeof value.start === 'number' && typeof value.end === 'number';
}

function shiftPin(pin: PinPlace, offset: number): PinPlace {
  const { digest, tag } = pin;
  return {
    ...pin,
    digest: shiftSlot(digest, offset),
    ...(tag === undefined ? {} : { tag: shiftSlot(tag, offset) }),
  };
}

function shiftSlot(slot: Slot, offset: number): Slot {
  return { ...slot, span: shiftSpan(slot.span, offset) };
}

function shiftIgnorePlace(place: IgnorePlace, offset: number): IgnorePlace {
  return { ...place, offset: place.offset + offset };
}

function shiftSpan(span: Span, offset: number): Span {
  return spanOf(span.start + offset, span.end + offset);
}
