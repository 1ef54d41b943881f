import type { PackageEcosystem } from '../../model/ecosystem.ts';
import { pypiEvidence } from './evidence.ts';
import { pypiOverride } from './override.ts';
import { pypiPage } from './page.ts';
import { pypiPublishing } from './publishing.ts';
import { pypiPullBack } from './pull-back.ts';
import { includedRequirements } from './readers/included-requirements.ts';
import { pipfile } from './readers/pipfile.ts';
import { pipfileLock } from './readers/pipfile-lock.ts';
import { pylock } from './readers/pylock.ts';
import { pyproject } from './readers/pyproject.ts';
import { pythonAges } from './readers/python-ages.ts';
import { pythonLock } from './readers/python-lock.ts';
import { pythonScript } from './readers/python-script.ts';
import { requirements } from './readers/requirements.ts';
import { setupCfg } from './readers/setup-cfg.ts';
import { setupPy } from './readers/setup-py.ts';
import { uvLock } from './readers/uv-lock.ts';
import { uvScriptLock } from './readers/uv-script-lock.ts';
import { pypiRenewal } from './renewal.ts';
import { pypiServed } from './served.ts';
import { pypiStanding } from './standing.ts';
import { lockedAgeLimit } from './syntax/age-limits.ts';
import { PYPI_VERSIONING } from './versions.ts';

/** The packages of Python, as pip, uv, Poetry, PDM and Pipenv install them. */
export const pypi: PackageEcosystem = {
  id: 'pypi',
  words: {
    one: 'package',
    ownNames: 'acme-*',
    withdrawn: 'deleted',
    afterWithdrawal: 'it cannot be downloaded any more',
    yank: {
      taken: 'An exact pin still installs it, and so does a lockfile; nothing else chooses it',
      noneLeft: 'Nothing is left to choose: only an exact pin still installs it',
    },
    ifNothingListed: 'Releases that their index keeps in quarantine are not listed either.',
    toolchain: 'Python',
    withoutOptional: 'who does not ask for its extra does without it',
    anyVersion: ['`*`', 'no version'],
  },
  readers: [
    ...[pyproject, requirements, includedRequirements, pipfile, setupCfg, pythonScript, setupPy],
    ...[uvLock, uvScriptLock, pythonLock, pipfileLock, pylock, pythonAges],
  ],
  nameText: (name, want) => (want === undefined ? name : `${name}${/^[=!<>~]/.test(want) ? '' : ' '}${want}`),
  registryText: () => 'the Python Package Index',
  // Python's clients take what stands in their own files and in `.netrc`; there is no command for that.
  loginCommand: () => '',
  versions: PYPI_VERSIONING,
  standing: pypiStanding,
  evidence: pypiEvidence,
  lockedAgeLimit,
  renewal: pypiRenewal,
  override: pypiOverride,
  overridesFrom: true,
  served: pypiServed,
  publishing: pypiPublishing,
  pullBack: pypiPullBack,
  page: pypiPage,
};
