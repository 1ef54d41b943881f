import type { Renewed, ToolCommand } from '../../model/tool-command.ts';

/**
 * The command that renews one package in a lockfile of npm's clients, by the lockfile's name. What it does was seen
 * with the clients themselves (`test/real/renewal.test.ts`): npm and Yarn renew what others bring in as well; of Yarn
 * 1, pnpm and Bun no command is known that does so for one name and leaves the manifest alone. Yarn's two ways to
 * write `yarn.lock` are told by what stands in it: before version 2 it records addresses. npm and Yarn know a package
 * by what the manifest calls it, pnpm by its own name.
 */
export function npmRenewal(renewed: Renewed): ToolCommand | undefined {
  const { name, alias = name, lockfile, isDirect, isRecorded, source } = renewed;
  if (![name, alias].every(each => NAME.test(each) && each.length <= LONGEST_NAME)) return undefined;
  switch (lockfile) {
    case 'package-lock.json':
    case 'npm-shrinkwrap.json':
      return { program: 'npm', arguments: ['update', alias] };
    case 'yarn.lock': {
      const isOld = source === 'yarn1' || (source !== 'yarn' && isRecorded === true);
      const isNew = source === 'yarn' || (source !== 'yarn1' && isRecorded === false);
      if (isOld) return isDirect ? { program: 'yarn', arguments: ['upgrade', alias] } : undefined;
      return isNew ? { program: 'yarn', arguments: ['up', '-R', alias] } : undefined;
    }
    case 'pnpm-lock.yaml':
      return isDirect ? { program: 'pnpm', arguments: ['update', name] } : undefined;
    case 'bun.lock':
      return isDirect ? { program: 'bun', arguments: ['update', name] } : undefined;
    default:
      return undefined;
  }
}

/** Names that may be published, and older ones with capitals (validate-npm-package-name), as far as they are plain. */
const NAME = /^(?:@[A-Za-z0-9][\w.-]*\/)?[A-Za-z0-9_][\w.-]*$/;
const LONGEST_NAME = 214;
