import { expect, test } from 'vitest';
import { pep440Text } from '../../../server/src/model/pep440.ts';
import { fileNameReader } from '../../../server/src/registries/pypi/file-names.ts';

test.each([
  ['demo-1.0.egg', '1.0'],
  ['demo-1.0-py2.7.egg', '1.0'],
  ['demo-1.0-py3.9-linux-x86_64.egg', '1.0'],
  ['demo-1.0.win-amd64-py3.4.exe', '1.0'],
  ['demo-1.0.win32.exe', '1.0'],
  ['demo-1.0-win32.exe', '1.0'],
  ['Demo-1.0.WIN-AMD64-PY3.4.MSI', '1.0'],
  ['demo-1.0.macosx-10.9-x86_64.exe', '1.0'],
  ['demo-win-1.0.exe', undefined],
  ['demo-1.0.win.win.exe', '1.0'],
  ['demo-1.0-py3-py2.win-py3.exe', '1.0'],
  ['demo-.win-py3.exe', undefined],
  ['other-1.0.egg', undefined],
])('%s is of version %s, and nobody installs it', (name, version) => {
  const read = fileNameReader('demo')(name);
  expect(read === undefined ? undefined : pep440Text(read.version)).toBe(version);
  expect(read?.isInstallable ?? false).toBe(false);
});
