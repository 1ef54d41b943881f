/** Where the newest record of a name lies. */
export interface Place {
  /** A segment's number. */
  readonly segment: number;
  /** In bytes. */
  readonly offset: number;
  readonly size: number;
}

/** What the index has to know of a record. */
export interface Indexable {
  readonly hash: number;
  /** In milliseconds since the epoch. */
  readonly savedAt: number;
  readonly neverChanges: boolean;
  /** In bytes. */
  readonly size: number;
}

/** A record and its place. */
export type IndexedRecord = Indexable & Place;

/** Which record is the newest of each name, by the name's hash. The texts themselves stay on disk. */
export interface RecordIndex {
  get(hash: number): Place | undefined;
  /** Takes a record over unless a newer one is known; of two that were saved at once, the one that comes later. */
  add(record: Indexable, segment: number, offset: number): void;
  /** When the newest record was saved, in milliseconds since the epoch. */
  readonly newest: number;
  /** Makes room for so many more at once, as making it bit by bit moves all that there is again and again. */
  reserve(records: number): void;
  /** Bytes of records in a segment that are the newest of their names. */
  liveBytes(segment: number): number;
  /** All that are indexed, in no particular order; entries may be added between two steps. */
  records(): IterableIterator<IndexedRecord>;
}

/**
 * A full store holds some 600,000 answers. As columns of numbers with an open-addressed table they take 40 MB; a `Map`
 * of objects takes more than twice that, and a look into it five times as long.
 */
export function createRecordIndex(): RecordIndex {
  let columns = makeColumns(1024);
  /** Twice as long as a column; holds slots, counted from 1. */
  let table = new Int32Array(2048);
  let used = 0;
  let newest = 0;
  const live = new Map<number, number>();

  const count = (segment: number, bytes: number) => live.set(segment, (live.get(segment) ?? 0) + bytes);

  /** Where a hash stands in the table, or could stand. */
  function find(hash: number): number {
    const mask = table.length - 1;
    let at = hash & mask;
    for (let slot = table[at] ?? 0; slot !== 0 && columns.hash[slot - 1] !== hash; slot = table[at] ?? 0)
      at = (at + 1) & mask;
    return at;
  }

  function slotOf(hash: number): number | undefined {
    const slot = table[find(hash)] ?? 0;
    return slot === 0 ? undefined : slot - 1;
  }

  function makeSlot(hash: number): number {
    if (used === columns.hash.length) grow(used + 1);
    columns.hash[used] = hash;
    used += 1;
    table[find(hash)] = used;
    return used - 1;
  }

  function grow(least: number): void {
    let length = columns.hash.length;
    while (length < least) length *= 2;
    columns = grown(columns, length);
    table = new Int32Array(columns.hash.length * 2);
    for (let slot = 0; slot < used; slot += 1) table[find(columns.hash[slot] ?? 0)] = slot + 1;
  }

  function placeAt(slot: number): Place {
    return {
      segment: columns.segment[slot] ?? 0,
      offset: columns.offset[slot] ?? 0,
      size: columns.size[slot] ?? 0,
    };
  }

  return {
    get(hash) {
      const slot = slotOf(hash);
      return slot === undefined ? undefined : placeAt(slot);
    },
    get newest() {
      return newest;
    },
    add({ hash, savedAt, neverChanges, size }, segment, offset) {
      newest = Math.max(newest, savedAt);
      const known = slotOf(hash);
      if (known !== undefined) {
        if ((columns.savedAt[known] ?? 0) > savedAt) return;
        const old = placeAt(known);
        count(old.segment, -old.size);
      }
      const slot = known ?? makeSlot(hash);
      columns.savedAt[slot] = savedAt;
      columns.segment[slot] = segment;
      columns.offset[slot] = offset;
      columns.size[slot] = size;
      columns.neverChanges[slot] = neverChanges ? 1 : 0;
      count(segment, size);
    },
    reserve(records) {
      if (used + records > columns.hash.length) grow(used + records);
    },
    liveBytes: segment => live.get(segment) ?? 0,
    *records() {
      for (let slot = 0; slot < used; slot += 1) {
        const [hash, savedAt] = [columns.hash[slot] ?? 0, columns.savedAt[slot] ?? 0];
        yield { ...placeAt(slot), hash, savedAt, neverChanges: columns.neverChanges[slot] === 1 };
      }
    },
  };
}

interface Columns {
  readonly hash: Float64Array;
  readonly savedAt: Float64Array;
  readonly segment: Uint32Array;
  readonly offset: Uint32Array;
  readonly size: Uint32Array;
  readonly neverChanges: Uint8Array;
}

function makeColumns(length: number): Columns {
  return {
    hash: new Float64Array(length),
    savedAt: new Float64Array(length),
    segment: new Uint32Array(length),
    offset: new Uint32Array(length),
    size: new Uint32Array(length),
    neverChanges: new Uint8Array(length),
  };
}

function grown(columns: Columns, length: number): Columns {
  const larger = makeColumns(length);
  larger.hash.set(columns.hash);
  larger.savedAt.set(columns.savedAt);
  larger.segment.set(columns.segment);
  larger.offset.set(columns.offset);
  larger.size.set(columns.size);
  larger.neverChanges.set(columns.neverChanges);
  return larger;
}
