import { type CargoVersion, compareVersions, parseCargoVersion, readWhole } from './cargo-version.ts';
import { matches, parseRequirement } from './requirement.ts';

/**
 * Whether a Rust version builds what needs another one. Both may lack their last numbers; what is unreadable is no need
 * (cargo, `RustVersion::is_compatible_with`: a caret, so Rust 2 would not do for what needs Rust 1).
 */
export function isRustEnough(rust: string, needs: string | undefined): boolean {
  if (needs === undefined || !isRustVersion(needs)) return true;
  const requirement = parseRequirement(`^${needs}`);
  const version = wholeVersion(rust);
  return requirement === undefined || version === undefined || matches(requirement, version);
}

/** Whether a text is a Rust version as `rust-version` takes it: one to three numbers, and blanks around them. */
export function isRustVersion(text: string): boolean {
  const numbers = text.replace(/^ +| +$/g, '').split('.');
  return numbers.length <= 3 && numbers.every(number => readWhole(number) !== undefined);
}

/**
 * The Rust versions in a subject's `toolchain`, the lowest first: cargo takes a release that most of them
 * build, and what the lowest builds the others do.
 */
export function rustVersionsOf(toolchain: string | undefined): readonly string[] {
  const read = (toolchain?.split(' ') ?? []).flatMap(text => {
    const version = isRustVersion(text) ? wholeVersion(text) : undefined;
    return version === undefined ? [] : [{ text, version }];
  });
  return read.sort((a, b) => compareVersions(a.version, b.version)).map(({ text }) => text);
}

/**
 * A subject's `toolchain` where cargo goes by the Rust that is at hand, which no file tells.
 *
 * @param least a version that it has at least
 */
export function rustAtHand(least: string): string {
  return `>=${least}`;
}

/** Whether each Rust that may be at hand builds what needs another one, or no Rust decides. */
export function isSurelyRustEnough(toolchain: string | undefined, needs: string | undefined): boolean {
  return toolchain?.startsWith('>=') !== true || isRustEnough(toolchain.slice('>='.length), needs);
}

function wholeVersion(rust: string): CargoVersion | undefined {
  return parseCargoVersion(rust + '.0'.repeat(Math.max(0, 3 - rust.split('.').length)));
}
