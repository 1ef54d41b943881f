import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('probe', () => {
  it('knows the extension', async () => {
    console.log(vscode.version, vscode.env.appName, process.version);
    const ours = vscode.extensions.getExtension('registry-lens.registry-lens');
    assert.ok(ours);
    await ours.activate();
  });
});
