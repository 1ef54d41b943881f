/**
 * A map of texts that may have some hundred thousand. V8 copies all of a map when it outgrows its room, which takes one
 * of that size longer than a frame; so it is many small ones, among which the texts are spread.
 */
export class LargeMap<Value> {
  readonly #shards: Map<string, Value>[] = Array.from({ length: SHARDS }, () => new Map());
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(key: string): Value | undefined {
    return this.#shardOf(key).get(key);
  }

  has(key: string): boolean {
    return this.#shardOf(key).has(key);
  }

  set(key: string, value: Value): void {
    const shard = this.#shardOf(key);
    const before = shard.size;
    shard.set(key, value);
    this.#size += shard.size - before;
  }

  delete(key: string): boolean {
    const isGone = this.#shardOf(key).delete(key);
    if (isGone) this.#size -= 1;
    return isGone;
  }

  clear(): void {
    for (const shard of this.#shards) shard.clear();
    this.#size = 0;
  }

  /** Forgets one of those that have been there for longest. */
  forgetAnOldOne(): void {
    const fullest = this.#shards.reduce((most, shard) => (shard.size > most.size ? shard : most));
    const [oldest] = fullest.keys();
    if (oldest !== undefined) this.delete(oldest);
  }

  /** In no particular order. */
  *values(): Generator<Value> {
    for (const shard of this.#shards) yield* shard.values();
  }

  /** Names of one kind differ at their ends, or in what stands before a version. */
  #shardOf(key: string): Map<string, Value> {
    let hash = key.length;
    for (let i = Math.max(0, key.length - HASHED); i < key.length; i += 1) hash = (hash * 31 + key.charCodeAt(i)) | 0;
    return this.#shards[(hash ^ (hash >>> 15)) & (SHARDS - 1)] as Map<string, Value>;
  }
}

/** A power of two. */
const SHARDS = 64;
/** In characters. */
const HASHED = 16;
