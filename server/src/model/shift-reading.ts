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
    case 'opaque': {
      const { misread } = subject;
      if (misread?.quotes === undefined) return subject;
      return { ...subject, misread: { ...misread, quotes: shiftSpan(misread.quotes, offset) } };
    }
  }
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
