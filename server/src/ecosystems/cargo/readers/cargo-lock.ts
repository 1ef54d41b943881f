import { LARGEST_DOCUMENT, type Reader } from '../../../model/reader.ts';
import { lockStatements } from '../syntax/lockfile.ts';

/** Cargo's lockfile, of which manifests are told the releases that it holds. */
export const cargoLock: Reader = {
  id: 'cargo-lock',
  files: ['Cargo.lock'],
  languages: [],
  speaks: 'below',
  isAside: true,
  largest: LARGEST_DOCUMENT,
  read: text => ({ references: [], ignores: [], statements: lockStatements(text) }),
};
