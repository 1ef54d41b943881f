import type { Signer } from '@sigstore/verify';
import type { Build } from '../model/provenance.ts';
import { buildOf } from './build.ts';

/**
 * Services whose builds get certificates with the repository in them, by who says who they are, with the host of all
 * their repositories. Others may name any repository as theirs.
 */
const SERVICES: Readonly<Record<string, string>> = {
  'https://token.actions.githubusercontent.com': 'github.com/',
  'https://gitlab.com': 'gitlab.com/',
};

/** What follows Sigstore's arc in an extension's name (sigstore/fulcio, docs/oid-info.md). */
const SOURCE_REPOSITORY = 12;
const SOURCE_COMMIT = 13;
const BUILD_CONFIG = 18;
/** The texts of GitHub's first certificates, without the form of ASN.1. */
const FIRST_COMMIT = 3;
const FIRST_REPOSITORY = 5;

/**
 * Which build a certificate was given to; `undefined` where it was given to somebody else, as to a person by the
 * address of a letterbox.
 */
export function buildIn({ identity }: Signer): Build | undefined {
  const host = SERVICES[identity?.extensions?.issuer ?? ''];
  if (host === undefined) return undefined;
  const extensions = new Map<number, Uint8Array>();
  for (const { oid, value } of identity?.oids ?? []) {
    const number = numberIn(oid?.id ?? []);
    if (number !== undefined) extensions.set(number, value);
  }
  const told = (number: number) => textIn(extensions.get(number));
  const first = (number: number) => {
    const value = extensions.get(number);
    return value === undefined ? undefined : Buffer.from(value).toString('utf8');
  };
  const named = told(SOURCE_REPOSITORY) ?? (host === 'github.com/' ? onGitHub(first(FIRST_REPOSITORY)) : undefined);
  const build = buildOf(
    named,
    told(SOURCE_COMMIT) ?? first(FIRST_COMMIT),
    // A workflow that is called by another signs in its own name.
    told(BUILD_CONFIG) ?? identity?.subjectAlternativeName,
  );
  return build?.repository.startsWith(host) === true ? build : undefined;
}

function onGitHub(repository: string | undefined): string | undefined {
  return repository === undefined ? undefined : `https://github.com/${repository}`;
}

function numberIn(id: readonly number[]): number | undefined {
  return id.length === ARC.length + 1 && ARC.every((part, i) => id[i] === part) ? id[ARC.length] : undefined;
}

const ARC = [1, 3, 6, 1, 4, 1, 57264, 1];

/** A text of ASN.1 in UTF-8 (X.690, 8.1.3 and 8.23), alone. */
function textIn(value: Uint8Array | undefined): string | undefined {
  if (value === undefined || value[0] !== 0x0c) return undefined;
  const first = value[1] ?? 0;
  const lengths = first < 0x80 ? 0 : first - 0x80;
  if (lengths > 2) return undefined;
  const length = lengths === 0 ? first : value.subarray(2, 2 + lengths).reduce((sum, byte) => sum * 256 + byte, 0);
  const text = value.subarray(2 + lengths);
  return text.length === length ? Buffer.from(text).toString('utf8') : undefined;
}
