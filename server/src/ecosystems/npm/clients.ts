import type { ReleaseSubject, Want } from '../../model/reference.ts';

/**
 * Who installs what a file wants: the first word of `ReleaseSubject.source`. They take their packages from the same
 * registries and choose differently among the releases; `yarn1` is Yarn before version 2, `yarn` any later one, and
 * `pnpm-lowest` pnpm where its `resolutionMode` has it begin low.
 */
export type NpmClient = 'npm' | 'yarn1' | 'yarn' | 'pnpm' | 'pnpm-lowest' | 'bun';

export const NPM_CLIENTS: readonly NpmClient[] = ['npm', 'yarn1', 'yarn', 'pnpm', 'pnpm-lowest', 'bun'];

/** By the first word of `ReleaseSubject.source`. A text without a known one is read as npm's. */
export function clientOf(source: string | undefined): NpmClient {
  const word = source?.split(' ', 1)[0];
  return NPM_CLIENTS.find(client => client === word) ?? 'npm';
}

/**
 * What is to be put into a subject for a client, where that decides anything: a version and a tag mean the same to all.
 * Whose file names nobody is read as npm's.
 */
export function installedBy(client: NpmClient, want: Want): Pick<ReleaseSubject, 'source'> {
  return client === 'npm' || want.is !== 'range' ? {} : { source: client };
}
