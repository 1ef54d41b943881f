import type { ReleaseHash } from '../../../model/hashes.ts';
import type { Locked } from '../../../model/reference.ts';

/**
 * What a lockfile says of a release by an integrity. The list of its hashes is made where somebody looks: of ten
 * thousand entries hardly anybody does.
 */
export class RecordedIntegrity implements Locked {
  readonly integrity: string;
  readonly from: string | undefined;

  /**
   * @param integrity as {@link hashesOfIntegrity} reads it; empty where there is none
   * @param from as in `Locked`
   */
  constructor(integrity: string, from: string | undefined) {
    this.integrity = integrity;
    this.from = from;
  }

  get hashes(): readonly ReleaseHash[] {
    return hashesOfIntegrity(this.integrity);
  }
}

/**
 * Hashes as Subresource Integrity has them: `sha512-…`, several with blanks between. Options behind a `?` tell
 * nothing of the bytes (W3C SRI, "The integrity attribute"; npm's ssri).
 */
function hashesOfIntegrity(text: string): readonly ReleaseHash[] {
  // What nearly all entries have.
  if (text.length === SHA512_LENGTH && text.startsWith('sha512-') && text.endsWith('==') && !/[\s?]/.test(text)) {
    return [{ algorithm: 'sha512', text }];
  }
  return text
    .trim()
    .split(/\s+/)
    .flatMap(part => {
      const [, algorithm, digest] = /^(sha\d{1,3}|md5)-([A-Za-z\d+/]+={0,2})(?:\?.*)?$/.exec(part) ?? [];
      return algorithm === undefined ? [] : [{ algorithm, text: `${algorithm}-${digest}` }];
    });
}

/** Of 64 bytes in base64, behind the word and a dash. */
const SHA512_LENGTH = 95;

/** The hash that older lockfiles tell in hexadecimal digits, in the form of the others; empty for anything else. */
export function integrityOfShasum(hex: string): string {
  return /^[\da-f]{40}$/i.test(hex) ? `sha1-${Buffer.from(hex, 'hex').toString('base64')}` : '';
}
