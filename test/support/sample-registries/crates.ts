import type { Reply } from './faults.ts';

/** A version of a crate, as an index tells it; see cargo's book, registry-index.md. */
export interface CrateSeed {
  readonly version: string;
  readonly yanked?: true;
  readonly rustVersion?: string;
  /** ISO 8601, in whole seconds. */
  readonly published?: string;
  /** Of the index's form; cargo cannot choose what is written in one that it does not know. */
  readonly form?: number;
  /** Without what every entry has. */
  readonly broken?: true;
}

/**
 * Crates by name. `serde-lite` is healthy, with a release that a newer Rust wants, one that a newer cargo wants, and
 * one whose entry is broken; of `time-machine` 0.2.0 was yanked, and all of `left-behind`.
 */
export const DEMO_CRATES: Readonly<Record<string, readonly CrateSeed[]>> = {
  'serde-lite': [
    { version: '1.0.0', published: '2023-05-04T10:00:00Z', rustVersion: '1.60' },
    { version: '1.1.0', published: '2024-05-04T10:00:00Z', rustVersion: '1.70' },
    { version: '1.2.0', published: '2025-05-04T10:00:00Z', rustVersion: '99.0' },
    { version: '1.3.0', form: 99 },
    { version: '1.4.0', broken: true },
    { version: '2.0.0-rc.1', published: '2026-05-04T10:00:00Z' },
  ],
  'time-machine': [
    { version: '0.1.0', published: '2024-01-02T10:00:00Z' },
    { version: '0.2.0', published: '2024-02-02T10:00:00Z', yanked: true },
    { version: '0.2.1', published: '2024-02-03T10:00:00Z' },
  ],
  'left-behind': [
    { version: '0.3.0', published: '2022-01-02T10:00:00Z', yanked: true },
    { version: '0.3.1', published: '2022-02-02T10:00:00Z', yanked: true },
  ],
};

const TEXT = { 'content-type': 'text/plain' };

/** Answers as a sparse index that lies in a folder does. `path` follows the index's base, without a slash. */
export function indexReply(path: string, crates: Readonly<Record<string, readonly CrateSeed[]>>): Reply {
  if (path === 'config.json') return reply(200, JSON.stringify({ dl: 'https://crates.example/{crate}/{version}' }));
  const [name, seeds] = Object.entries(crates).find(([each]) => pathOf(each) === path) ?? [];
  if (name === undefined || seeds === undefined) return reply(404, 'Not found\n');
  return reply(200, seeds.map(seed => `${JSON.stringify(entryOf(name, seed))}\n`).join(''));
}

function reply(status: number, text: string): Reply {
  const etag = status === 200 ? { etag: `"${text.length}"` } : {};
  return { status, headers: { ...TEXT, ...etag }, body: Buffer.from(text) };
}

function entryOf(name: string, { version, yanked, rustVersion, published, form, broken }: CrateSeed): object {
  return {
    name,
    vers: version,
    ...(broken === true ? {} : { deps: [] }),
    cksum: '0'.repeat(64),
    features: {},
    yanked: yanked === true,
    ...(rustVersion === undefined ? {} : { rust_version: rustVersion }),
    ...(published === undefined ? {} : { pubtime: published }),
    ...(form === undefined ? {} : { v: form }),
  };
}

function pathOf(name: string): string {
  if (name.length <= 2) return `${name.length}/${name}`;
  return name.length === 3 ? `3/${name[0]}/${name}` : `${name.slice(0, 2)}/${name.slice(2, 4)}/${name}`;
}
