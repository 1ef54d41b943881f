import { CARGO_KITS } from './cargo-kits.ts';
import { DEPLOYMENT_KITS } from './deployment-kits.ts';
import { GO_KITS } from './go-kits.ts';
import { GRADLE_KITS } from './gradle-kits.ts';
import { REPEATED, type ReaderKit } from './kit.ts';
import { MAVEN_KITS } from './maven-kits.ts';
import { NPM_LOCK_KITS } from './npm-lock-kits.ts';
import { OTHER_KITS } from './other-kits.ts';
import { PIPELINE_KITS } from './pipeline-kits.ts';
import { PYTHON_KITS } from './python-kits.ts';
import { RETENTION_KITS } from './retention-kits.ts';
import { REPEATED_IN_YAML } from './yaml-kit.ts';

/** What fuzzing knows of each kind of file, by its reader's id. */
export const KITS: Readonly<Record<string, ReaderKit>> = {
  ...CARGO_KITS,
  ...GO_KITS,
  ...GRADLE_KITS,
  ...MAVEN_KITS,
  ...NPM_LOCK_KITS,
  ...OTHER_KITS,
  ...PIPELINE_KITS,
  ...DEPLOYMENT_KITS,
  ...PYTHON_KITS,
  ...RETENTION_KITS,
};

/** The pieces that are repeated in a kind's frames. */
export function repeatedFor({ file }: ReaderKit): readonly string[] {
  return /\.ya?ml$/.test(file) ? REPEATED_IN_YAML : REPEATED;
}
