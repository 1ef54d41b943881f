import type { Reader } from '../../../model/reader.ts';
export const cargoToml: Reader = {
  id: 'cargo-toml',
  files: ['Cargo.toml'],
  languages: [],
  read: () => ({ references: [], ignores: [] }),
};
