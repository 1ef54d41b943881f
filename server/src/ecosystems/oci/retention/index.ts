import type { Companion, Reader } from '../../../model/reader.ts';
import { documentReader } from './document-reader.ts';
import { ecr } from './ecr/index.ts';
import { gar } from './gar/index.ts';
import type { RetentionKind } from './kind.ts';
import { terraformReader } from './terraform-reader.ts';

/** Every kind of retention policy. A new one is a file or a folder here, and a line. */
const RETENTION_KINDS: readonly RetentionKind[] = [ecr, gar];

/** The readers of their own files, in the order of the table, and of Terraform's. */
export const RETENTION_READERS: readonly Reader[] = [
  ...RETENTION_KINDS.flatMap(({ documents = [] }) => documents).map(documentReader),
  terraformReader(Object.assign({}, ...RETENTION_KINDS.map(({ terraform = {} }) => terraform))),
];

/** What is read of them in the files of others. */
export const RETENTION_COMPANIONS: readonly Companion[] = RETENTION_KINDS.flatMap(({ companions = [] }) => companions);
