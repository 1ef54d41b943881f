import type { PackageEcosystem } from '../../model/ecosystem.ts';
import { pipfile } from './readers/pipfile.ts';
import { pyproject } from './readers/pyproject.ts';
import { pythonScript } from './readers/python-script.ts';
import { includedRequirements, requirements } from './readers/requirements.ts';
import { setupCfg } from './readers/setup-cfg.ts';
import { pypiStanding } from './standing.ts';
import { PYPI_VERSIONING } from './versions.ts';

/** To be written. */
export const pypi: PackageEcosystem = {
  id: 'pypi',
  words: {
    one: 'package',
    many: 'packages',
    withdrawn: 'deleted',
    afterWithdrawal: 'it cannot be downloaded any more',
    withoutOptional: 'it is left out',
    anyVersion: ['`*`'],
  },
  readers: [pyproject, requirements, includedRequirements, pipfile, setupCfg, pythonScript],
  nameText: (name, want) => (want === undefined ? name : `${name} ${want}`),
  registryText: () => 'the Python Package Index',
  loginCommand: () => '',
  versions: PYPI_VERSIONING,
  standing: pypiStanding,
  page: () => undefined,
};
