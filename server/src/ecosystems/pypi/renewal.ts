import type { Renewed, ToolCommand } from '../../model/tool-command.ts';

/**
 * The command that renews one package in a lockfile of Python's clients, by the lockfile's name. All renew what others
 * bring in as well, PDM from 2.13 on (cli/commands/update.py); but Pipenv writes that into the manifest, and does so
 * with `--lock-only` until 2026.0.0 (routines/update.py, `_process_package_args`).
 */
export function pypiRenewal({ name, lockfile, isDirect }: Renewed): ToolCommand | undefined {
  if (!NAME.test(name) || name.length > LONGEST_NAME) return undefined;
  switch (lockfile) {
    case 'uv.lock':
      return { program: 'uv', arguments: ['lock', '--upgrade-package', name] };
    case 'poetry.lock':
      return { program: 'poetry', arguments: ['update', name] };
    case 'pdm.lock':
      return { program: 'pdm', arguments: ['update', name] };
    case 'Pipfile.lock':
      return isDirect ? { program: 'pipenv', arguments: ['upgrade', name] } : undefined;
    default:
      return undefined;
  }
}

/** The core metadata specification, "Name". */
const NAME = /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?$/;
const LONGEST_NAME = 214;
