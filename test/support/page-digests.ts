import { createRequire } from 'node:module';

const { registry } = createRequire(import.meta.url)('npm-registry-fetch/lib/default-opts.js');

/** Twelve digits, as messages quote a digest, and a mark for the rest: a page with all 64 is hard to read. */
const SHORT = /sha256:([0-9a-f]{12})…/g;
const LONG = /sha256:([0-9a-f]{64})/g;

/** How pages write the address that npm asks by default, which is written nowhere but in npm's own library. */
const DEFAULT_REGISTRY = 'https://npm.registry.example/';

/** What a page means: its digests at their full length, the twelve digits over and over, and npm's own address. */
export function longDigests(text: string): string {
  return text
    .replaceAll(DEFAULT_REGISTRY, registry)
    .replace(SHORT, (_, digits: string) => `sha256:${repeated(digits)}`);
}

/** The opposite of {@link longDigests}, for digests that it made. */
export function shortDigests(text: string): string {
  return text.replaceAll(registry, DEFAULT_REGISTRY).replace(LONG, whole => {
    const digits = whole.slice('sha256:'.length, 'sha256:'.length + 12);
    return whole.endsWith(`:${repeated(digits)}`) ? `sha256:${digits}…` : whole;
  });
}

function repeated(digits: string): string {
  return digits.repeat(6).slice(0, 64);
}
