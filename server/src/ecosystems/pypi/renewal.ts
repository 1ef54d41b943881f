import type { Renewed, ToolCommand } from '../../model/tool-command.ts';

/**
 * The command that renews one package in a lockfile of Python's clients, by the lockfile's name. uv and Poetry renew
 * what others bring in as well; PDM refuses it, and Pipenv would write it into the manifest.
 */
export function pypiRenewal({ name, lockfile, isDirect }: Renewed): ToolCommand | undefined {
  if (!NAME.test(name) || name.length > LONGEST_NAME) return undefined;
  switch (lockfile) {
    case 'uv.lock':
      return { program: 'uv', arguments: ['lock', '--upgrade-package', name] };
    case 'poetry.lock':
      return { program: 'poetry', arguments: ['update', name] };
    case 'pdm.lock':
      return isDirect ? { program: 'pdm', arguments: ['update', name] } : undefined;
    case 'Pipfile.lock':
      return isDirect ? { program: 'pipenv', arguments: ['upgrade', name] } : undefined;
    default:
      return undefined;
  }
}

/** The core metadata specification, "Name". */
const NAME = /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?$/;
const LONGEST_NAME = 214;
