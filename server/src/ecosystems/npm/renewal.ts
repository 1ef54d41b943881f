import type { Renewed, ToolCommand } from '../../model/tool-command.ts';

/**
 * The command that renews one package in a lockfile of npm's clients, by the lockfile's name. What it does was seen
 * with the clients themselves (`test/real/renewal.test.ts`): npm, Yarn and pnpm renew what others bring in as well, and
 * so does Bun from 1.4 on, which alone writes version 2 of `bun.lock`; older ones write what they renew into the
 * manifest. Yarn 1 does so for what a manifest wants alone. pnpm before 12 looks at the manifest where it is run alone,
 * unless it is told to look at all of the workspace. Yarn's two ways to write `yarn.lock` are told by what stands in
 * it: before version 2 it records addresses. npm and Yarn know a package by what the manifest calls it, pnpm by its own
 * name.
 */
export function npmRenewal(renewed: Renewed): ToolCommand | undefined {
  const { name, alias = name, lockfile, isDirect, isShared = false, isRecorded, source, head = '' } = renewed;
  if (![name, alias].every(each => NAME.test(each) && each.length <= LONGEST_NAME)) return undefined;
  switch (lockfile) {
    case 'package-lock.json':
    case 'npm-shrinkwrap.json':
      return { program: 'npm', arguments: ['update', alias] };
    case 'yarn.lock': {
      const client = source?.split(' ', 1)[0];
      const isOld = client === 'yarn1' || (client !== 'yarn' && isRecorded === true);
      const isNew = client === 'yarn' || (client !== 'yarn1' && isRecorded === false);
      if (isOld) return isDirect ? { program: 'yarn', arguments: ['upgrade', alias] } : undefined;
      return isNew ? { program: 'yarn', arguments: ['up', '-R', alias] } : undefined;
    }
    case 'pnpm-lock.yaml':
      return { program: 'pnpm', arguments: ['update', ...(isShared ? ['-r'] : []), name] };
    case 'bun.lock':
      return isDirect || BUN_LOCK_2.test(head) ? { program: 'bun', arguments: ['update', name] } : undefined;
    default:
      return undefined;
  }
}

/** Names that may be published, and older ones with capitals (validate-npm-package-name), as far as they are plain. */
const NAME = /^(?:@[A-Za-z0-9][\w.-]*\/)?[A-Za-z0-9_][\w.-]*$/;
const LONGEST_NAME = 214;
const BUN_LOCK_2 = /^\s*\{\s*"lockfileVersion":\s*(?:[2-9]|[1-9]\d+),/;
