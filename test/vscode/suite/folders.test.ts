import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { eventually, ours, pause, uriOf } from './looking.ts';

/** Rules by file, below a folder of the one that is open. */
type Problems = Readonly<Record<string, string>>;

const BOTH: Problems = { Dockerfile: 'latest-tag', 'deep/er/Dockerfile': 'latest-tag' };
const NONE: Problems = {};

describe('Registry Lens, where folders come and go', () => {
  it('has no problem of a folder that others deleted', async () => {
    await untilExactly('deleted', BOTH);
    rmSync(uriOf('deleted').fsPath, { recursive: true });
    await untilExactly('deleted', NONE);
  });

  it('has no problem of a folder that was deleted in the Explorer', async () => {
    await untilExactly('trashed', BOTH);
    const edit = new vscode.WorkspaceEdit();
    edit.deleteFile(uriOf('trashed'), { recursive: true });
    assert.ok(await vscode.workspace.applyEdit(edit));
    await untilExactly('trashed', NONE);
  });

  it('follows a folder that others rename, and rename back', async () => {
    await untilExactly('renamed', BOTH);
    renameSync(uriOf('renamed').fsPath, uriOf('renamed-too').fsPath);
    await untilExactly('renamed-too', BOTH);
    await untilExactly('renamed', NONE);
    renameSync(uriOf('renamed-too').fsPath, uriOf('renamed').fsPath);
    await untilExactly('renamed', BOTH);
    await untilExactly('renamed-too', NONE);
  });

  it('follows a folder that is renamed in the Explorer, with a document that is open, or by an extension', async () => {
    await untilExactly('moved', BOTH);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uriOf('moved/Dockerfile')));
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(uriOf('moved'), uriOf('moved-once'));
    assert.ok(await vscode.workspace.applyEdit(edit));
    await untilExactly('moved-once', BOTH);
    await untilExactly('moved', NONE);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.rename(uriOf('moved-once'), uriOf('moved-twice'));
    await untilExactly('moved-twice', BOTH);
    await untilExactly('moved-once', NONE);
  });

  it('follows what happens in the Explorer to a folder that is not watched', async () => {
    await untilExactly('unwatched', { 'deep/Dockerfile': 'latest-tag' });
    const renaming = new vscode.WorkspaceEdit();
    renaming.renameFile(uriOf('unwatched/deep'), uriOf('unwatched/other'));
    assert.ok(await vscode.workspace.applyEdit(renaming));
    await untilExactly('unwatched', { 'other/Dockerfile': 'latest-tag' });
    const deleting = new vscode.WorkspaceEdit();
    deleting.deleteFile(uriOf('unwatched/other'), { recursive: true });
    assert.ok(await vscode.workspace.applyEdit(deleting));
    await untilExactly('unwatched', NONE);
  });

  it('follows a folder that is replaced by another one of its name, again and again', async () => {
    await untilExactly('replaced', { 'deep/Dockerfile': 'latest-tag', 'deep/api.Dockerfile': 'latest-tag' });
    for (const name of ['web', 'mail', 'web']) {
      const outside = `${uriOf('').fsPath.replace(/[\\/]$/, '')}-outside`;
      mkdirSync(outside);
      writeFileSync(join(outside, `${name}.Dockerfile`), 'FROM nginx\nFROM redis\n');
      rmSync(uriOf('replaced/deep').fsPath, { recursive: true });
      renameSync(outside, uriOf('replaced/deep').fsPath);
      await untilExactly('replaced', { [`deep/${name}.Dockerfile`]: 'latest-tag latest-tag' });
    }
  });

  it('has exactly the problems of the branch that git switches to', async function () {
    this.timeout(200_000);
    const main = new Map<string, string>();
    for (let i = 0; i < 100; i++) main.set(`services/${i}/Dockerfile`, 'FROM redis\n');
    // A folder more, and nothing else that comes or goes.
    const added = new Map(main);
    for (let i = 0; i < 100; i++) added.set(`only/there/${i}/Dockerfile`, 'FROM nginx\nFROM redis\n');
    // Some are the same, some say something else, some are gone, and some have another name in a folder of the same.
    const mixed = new Map<string, string>();
    for (let i = 0; i < 100; i++) {
      if (i % 4 === 0) mixed.set(`services/${i}/Dockerfile`, 'FROM redis\n');
      if (i % 4 === 1) mixed.set(`services/${i}/Dockerfile`, 'FROM redis\nFROM nginx\n');
      if (i % 4 === 2) mixed.set(`services/${i}/api.Dockerfile`, 'FROM nginx\n');
      mixed.set(`only/here/${i}/Dockerfile`, 'FROM nginx\n');
    }
    const branches = { main, added, mixed };
    const folder = uriOf('branches').fsPath;
    mkdirSync(folder);
    git(folder, 'init', '--quiet', '--initial-branch=main');
    for (const [branch, files] of Object.entries(branches)) {
      if (branch !== 'main') {
        git(folder, 'switch', '--quiet', '--create', branch);
        git(folder, 'rm', '--quiet', '-r', '.');
      }
      write(folder, files);
      git(folder, 'add', '.');
      git(folder, 'commit', '--quiet', `--message=${branch}`);
    }
    await untilExactly('branches', problemsOf(mixed));

    const go = async (...names: (keyof typeof branches)[]) => {
      for (const name of names) git(folder, 'switch', '--quiet', name);
      await untilExactly('branches', problemsOf(branches[names.at(-1) ?? 'main']));
    };
    await go('main');
    await go('added');
    await go('main');
    await go('mixed');
    // There and back before anybody looks.
    await go('main', 'mixed');
    await go('added', 'main', 'added');
  });
});

function problemsOf(files: ReadonlyMap<string, string>): Problems {
  const rules = (text: string) => Array.from(text.matchAll(/^FROM/gm), () => 'latest-tag').join(' ');
  return Object.fromEntries([...files].map(([file, text]) => [file, rules(text)]));
}

function write(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [file, text] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

function git(folder: string, ...args: string[]): void {
  const who = ['-c', 'user.name=somebody', '-c', 'user.email=somebody@example.com', '-c', 'commit.gpgSign=false'];
  execFileSync('git', ['-C', folder, ...who, ...args], { stdio: 'pipe' });
}

/** Waits until these are all problems below a folder, and stay so while a burst could still be under way. */
async function untilExactly(folder: string, expected: Problems): Promise<void> {
  const wanted = textOf(expected);
  let found = '';
  const isSo = () => {
    found = textOf(below(folder));
    return found === wanted;
  };
  try {
    await eventually(`exactly the problems below ${folder}`, async () => {
      for (let looks = 0; looks < 30; looks++) {
        if (!isSo()) return undefined;
        await pause();
      }
      return true;
    });
  } catch {
    assert.equal(found, wanted);
  }
}

function below(folder: string): Problems {
  const root = `${uriOf(folder).path}/`;
  const files = vscode.languages.getDiagnostics().filter(([{ path }]) => path.startsWith(root));
  return Object.fromEntries(
    files.flatMap(([uri]) => {
      const rules = ours(uri).map(({ code }) => (typeof code === 'object' ? code.value : code));
      return rules.length === 0 ? [] : [[uri.path.slice(root.length), rules.join(' ')]];
    }),
  );
}

function textOf(problems: Problems): string {
  return Object.entries(problems)
    .map(([file, rules]) => `${file}: ${rules}`)
    .sort()
    .join('\n');
}
