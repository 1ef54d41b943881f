import { IMAGES } from '../ecosystems/index.ts';
import { imageNameText } from '../model/names.ts';
import type { Neighbours } from '../model/neighbours.ts';
import { type PinnedPlace, type PinnedPlaces, pinnedPlaces } from '../model/pinned-places.ts';
import type { Lines } from '../model/positions.ts';
import type { Reading } from '../model/reference.ts';

/**
 * What many documents say that others are judged by: their pins, found by image and tag, which hosts they have cleaned
 * up, and what they build.
 */
export interface PinIndex extends Neighbours {
  /** Takes what a document pins now in place of what it pinned before. Cheap where it pins nothing. */
  put(document: PinningDocument): void;
  /** Forgets a document. */
  drop(key: string): void;
  /** Grows whenever some document says otherwise than before, so that what was judged by it can be judged again. */
  readonly revision: number;
}

/** A document as far as others are judged by it. */
export interface PinningDocument {
  /** Tells the document from all others. */
  readonly key: string;
  readonly file: string;
  readonly uri?: string;
  readonly reading: Reading;
  readonly lines: Lines;
}

export function createPinIndex(): PinIndex {
  const byDocument = new Map<string, ReadonlyMap<string, readonly PinnedPlace[]>>();
  const collecting = new Map<string, readonly string[]>();
  const making = new Map<string, ReadonlySet<string>>();
  const documentsWith = new Map<string, Set<string>>();
  /** What was found for an image and tag, until a document says otherwise of it. */
  const together = new Map<string, PinnedPlaces>();
  let revision = 0;

  function forget(document: string): void {
    for (const image of byDocument.get(document)?.keys() ?? []) {
      documentsWith.get(image)?.delete(document);
      together.delete(image);
    }
    byDocument.delete(document);
  }

  function putTogether(image: string): PinnedPlaces {
    const documents = [...(documentsWith.get(image) ?? [])];
    const places = pinnedPlaces(documents.flatMap(document => byDocument.get(document)?.get(image) ?? []));
    together.set(image, places);
    return places;
  }

  return {
    get revision() {
      return revision;
    },
    put(document) {
      const collects = document.reading.collects ?? [];
      if (collects.join() !== (collecting.get(document.key) ?? []).join()) revision += 1;
      if (collects.length === 0) collecting.delete(document.key);
      else collecting.set(document.key, collects);
      const made = madeIn(document.reading);
      if ([...made].join() !== [...(making.get(document.key) ?? [])].join()) revision += 1;
      if (made.size === 0) making.delete(document.key);
      else making.set(document.key, made);
      const before = byDocument.get(document.key);
      const now = pinsIn(document);
      if (before === undefined && now.size === 0) return;
      if (before === undefined || said(before) !== said(now)) revision += 1;
      forget(document.key);
      if (now.size === 0) return;
      byDocument.set(document.key, now);
      for (const image of now.keys()) {
        const documents = documentsWith.get(image) ?? new Set();
        documentsWith.set(image, documents.add(document.key));
        together.delete(image);
      }
    },
    drop(key) {
      if (byDocument.has(key) || collecting.has(key) || making.has(key)) revision += 1;
      collecting.delete(key);
      making.delete(key);
      forget(key);
    },
    collects: host => [...collecting.values()].flat().some(pattern => matches(pattern, host)),
    makes(image, tag) {
      const name = `${imageNameText(image)}:${tag}`;
      return [...making.values()].some(made => made.has(name));
    },
    pinsOf(image, tag) {
      const key = `${imageNameText(image)}:${tag}`;
      return together.get(key) ?? putTogether(key);
    },
  };
}

/** A star stands for any text; hosts are short and patterns are our own. */
function matches(pattern: string, host: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return host === pattern;
  let at = first.length;
  for (const part of rest) {
    const found = host.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return host.startsWith(first);
}

function pinsIn({ file, uri, reading, lines }: PinningDocument): ReadonlyMap<string, readonly PinnedPlace[]> {
  const pins = new Map<string, PinnedPlace[]>();
  for (const { subject, span } of reading.references) {
    if (subject.kind !== 'image' || subject.tag === undefined || subject.digest === undefined) continue;
    const key = `${imageNameText(subject.name)}:${subject.tag}`;
    const place = { file, ...(uri === undefined ? {} : { uri }), range: lines.rangeOf(span), digest: subject.digest };
    const there = pins.get(key);
    if (there === undefined) pins.set(key, [place]);
    else there.push(place);
  }
  return pins;
}

/** The images that a document lists as the workspace's own, which it only does of those that it builds. */
function madeIn({ references }: Reading): ReadonlySet<string> {
  const made = new Set<string>();
  for (const { subject } of references) {
    if (subject.kind !== 'opaque' || subject.why !== 'workspace' || subject.registry !== 'oci') continue;
    if (subject.name !== undefined) made.add(`${subject.name}:${subject.want ?? IMAGES.defaultTag}`);
  }
  return made;
}

/** All that others can see of a document's pins, as one text. */
function said(pins: ReadonlyMap<string, readonly PinnedPlace[]>): string {
  return JSON.stringify([...pins]);
}
