import { expect, test } from 'vitest';
import { outcomeOfMarker, outcomeOfPythons } from '../../../server/src/ecosystems/pypi/markers.ts';

test.each([
  // What no Python is that runs a pip of today.
  ['python_version < "3"', 'pip', undefined, 'never'],
  ["'2.7' == python_version", 'pip', undefined, 'never'],
  ['python_version <= "3.0"', 'pip', undefined, 'never'],
  ['python_full_version < "3.0.5"', 'pip', undefined, 'never'],
  ['python_version in "2.6 2.7"', 'pip', undefined, 'never'],
  ['python_version >= "3"', 'pip', undefined, 'always'],
  ['python_version < "3.7"', 'pip', undefined, 'unknown'],
  ['python_version < "3" ', 'pipenv', undefined, 'never'],
  ['python_version < "3"', 'uv', undefined, 'never'],
  // uv, Poetry and PDM resolve for each Python that the project names.
  ['python_version < "3"', 'uv', '>=2.7', 'unknown'],
  ['python_version < "3"', 'pip', '>=2.7', 'never'],
  ['python_version < "3"', 'poetry', undefined, 'unknown'],
  // By the project's own Pythons.
  ['python_version < "3.8"', 'pip', '>=3.9', 'never'],
  ['python_version <= "3.9"', 'pip', '>=3.9.1', 'unknown'],
  ['python_full_version <= "3.9"', 'pip', '>=3.9.1', 'never'],
  ['python_version >= "3.8"', 'poetry source=x', '>=3.9,<4.0', 'always'],
  ['python_version < "4"', 'poetry', '>=3.9,<4.0', 'always'],
  ['python_version == "3.9"', 'pip', '>=3.7,!=3.9.*', 'never'],
  ['python_version == "3.9.*"', 'pip', '==3.9.*', 'always'],
  ['python_version ~= "3.10"', 'pip', '<3.10', 'never'],
  ['python_version == "3.7.2"', 'pip', '==3.7.*', 'never'],
  ['python_version not in "3.8, 3.9"', 'pip', '>=3.10', 'always'],
  ['python_version in "3.10"', 'pip', '<3.2', 'always'],
  ['python_version in "3.10"', 'poetry', '<3.2', 'unknown'],
  ['python_version < "3.8"', 'pip', '<3', 'unknown'],
  ['python_full_version < "3.13.0"', 'pip', '>=3.13.0rc1', 'unknown'],
  // What else an environment is, is not known, and need not be.
  ['sys_platform == "win32"', 'pip', '>=3.9', 'unknown'],
  ['sys_platform == "never"', 'pip', '>=3.9', 'unknown'],
  ['extra == "x"', 'pip', '>=3.9', 'unknown'],
  ['sys_platform == "win32" and python_version < "3.8"', 'pip', '>=3.9', 'never'],
  ['sys_platform == "win32" or python_version < "3.8"', 'pip', '>=3.9', 'unknown'],
  ['sys_platform == "win32" or python_version >= "3.8"', 'pip', '>=3.9', 'always'],
  ['python_version < "3.8" or (python_version < "3.9" and os_name == "nt")', 'pip', '>=3.9', 'never'],
  ['python_version >= "3.10" or python_version < "3.10"', 'pip', '>=3.9', 'always'],
  ['python_version >= "3.10" and python_version < "3.10"', 'pip', '>=3.9', 'never'],
  // What cannot be read, or is longer than people write.
  ['', 'pip', '>=3.9', 'unknown'],
  ['python_version < 3', 'pip', '>=3.9', 'unknown'],
  ['python_version < "3" and', 'pip', '>=3.9', 'unknown'],
  ['(python_version < "3"', 'pip', '>=3.9', 'unknown'],
  ['"3" < "2"', 'pip', '>=3.9', 'unknown'],
  ['python_version < "2.x"', 'pip', '>=3.9', 'unknown'],
  ['python_version < "1,<2"', 'pip', '>=3.9', 'unknown'],
  [`${'('.repeat(30)}python_version < "3"${')'.repeat(30)}`, 'pip', '>=3.9', 'unknown'],
  [Array(9).fill('python_version < "3"').join(' or '), 'pip', '>=3.9', 'unknown'],
])('%s of a file of %s for %s holds %s', (marker, source, toolchain, outcome) => {
  expect(outcomeOfMarker(marker, { source, toolchain })).toBe(outcome);
});

test.each([
  ['sys_platform == "never"', 'never'],
  ["platform_system == 'None' and python_version > '3'", 'never'],
  ['sys_platform == "linux"', 'unknown'],
  ['platform_system == "Windows"', 'unknown'],
  ['sys_platform == "freebsd14"', 'unknown'],
  ['sys_platform != "never"', 'unknown'],
  ['platform_machine == "never"', 'unknown'],
])('who overrides may say that it is on no platform: %s is so %s', (marker, outcome) => {
  expect(outcomeOfMarker(marker, { source: 'uv', toolchain: '>=3.9', knowsPlatforms: true })).toBe(outcome);
});

test.each([
  ['<3.8', '>=3.9,<4.0', 'never'],
  ['^3.8', '>=3.9,<4.0', 'always'],
  ['>=3.8 || ~2.7', '>=3.9,<4.0', 'always'],
  ['~2.7', '>=3.9,<4.0', 'never'],
  ['<3.11', '>=3.9,<4.0', 'unknown'],
  // Meant for 3.9 as a whole, or for its first release.
  ['<=3.9', '==3.9.*', 'unknown'],
  ['?', '>=3.9', 'unknown'],
])('Poetry’s python %s of a project for %s is so %s', (text, toolchain, outcome) => {
  expect(outcomeOfPythons(text, 'poetry', { source: 'poetry', toolchain })).toBe(outcome);
});
