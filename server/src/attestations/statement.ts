import { isObject } from '../model/objects.ts';
import type { Build } from '../model/provenance.ts';
import { buildOf } from './build.ts';

/** What an in-toto statement says (in-toto/attestation, spec/v1/statement.md). */
export interface Statement {
  readonly predicateType: string;
  readonly subjects: readonly Subject[];
  /** What built the subjects, as the statement claims; absent where it claims nothing that is known here. */
  readonly claim?: Build;
}

/** What is spoken of. */
export interface Subject {
  readonly name: string;
  /** Hexadecimal digits in lower case, by algorithm, as in `sha512`. */
  readonly digests: Readonly<Record<string, string>>;
}

/** More than any statement about a release has. */
const MOST_SUBJECTS = 1000;
const TYPES = ['https://in-toto.io/Statement/v1', 'https://in-toto.io/Statement/v0.1'];

/** Reads the payload of an envelope. `undefined` for anything else. */
export function readStatement(payload: Uint8Array): Statement | undefined {
  const statement = parse(payload);
  if (!isObject(statement) || typeof statement._type !== 'string' || !TYPES.includes(statement._type)) return undefined;
  const { predicateType, subject, predicate } = statement;
  if (typeof predicateType !== 'string' || !Array.isArray(subject) || subject.length > MOST_SUBJECTS) return undefined;
  const claim = isObject(predicate) ? claimIn(predicate) : undefined;
  return { predicateType, subjects: subject.flatMap(subjectOf), ...(claim === undefined ? {} : { claim }) };
}

function subjectOf(value: unknown): Subject[] {
  if (!isObject(value) || typeof value.name !== 'string' || !isObject(value.digest)) return [];
  const digests = Object.entries(value.digest).flatMap(([algorithm, digest]) =>
    typeof digest === 'string' && /^[\da-f]{32,128}$/i.test(digest) ? [[algorithm, digest.toLowerCase()]] : [],
  );
  return [{ name: value.name, digests: Object.fromEntries(digests) }];
}

/**
 * By SLSA's provenance, v1 as GitHub's and GitLab's builds write it, and v0.2 before it
 * (slsa-framework/github-actions-buildtypes, workflow/v1; npm/cli, workspaces/libnpmpublish/lib/provenance.js).
 */
function claimIn(predicate: Record<string, unknown>): Build | undefined {
  const definition = objectIn(predicate, 'buildDefinition');
  const workflow = objectIn(objectIn(definition, 'externalParameters'), 'workflow');
  if (typeof workflow.repository === 'string') {
    const [source] = Array.isArray(definition.resolvedDependencies) ? definition.resolvedDependencies : [];
    const commit = isObject(source) ? objectIn(source, 'digest').gitCommit : undefined;
    return buildOf(workflow.repository, commit, workflow.path);
  }
  const source = objectIn(objectIn(predicate, 'invocation'), 'configSource');
  const [, repository] = /^(?:git\+)?(https:\/\/[^@]+)/.exec(typeof source.uri === 'string' ? source.uri : '') ?? [];
  return repository === undefined ? undefined : buildOf(repository, objectIn(source, 'digest').sha1, source.entryPoint);
}

function objectIn(value: Record<string, unknown>, member: string): Record<string, unknown> {
  const found = value[member];
  return isObject(found) ? found : {};
}

function parse(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload).toString('utf8'));
  } catch {
    return undefined;
  }
}
