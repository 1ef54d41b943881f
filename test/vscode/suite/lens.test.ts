import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { FILES, type SuiteWorld } from './files.ts';
import { eventually, ours, pause, uriOf } from './looking.ts';

const world: SuiteWorld = JSON.parse(process.env.REGISTRY_LENS_WORLD ?? '{}');

describe('Registry Lens, installed from its package', () => {
  it('shows the problems of files that are not open', async () => {
    const dockerfile = uriOf('closed/Dockerfile');
    const [latest] = await problems(dockerfile, 'latest-tag');
    assert.equal(textUnder(FILES['closed/Dockerfile'], latest.range), 'redis');
    assert.equal(latest.severity, vscode.DiagnosticSeverity.Warning);

    const manifest = uriOf('closed/package.json');
    await problems(manifest, 'missing-package');
    assert.deepEqual(
      vscode.workspace.textDocuments.filter(({ uri }) => [dockerfile.path, manifest.path].includes(uri.path)),
      [],
      'neither file was opened',
    );
  });

  it('tells under the cursor what the registry knows', async () => {
    const uri = uriOf('hover/Dockerfile');
    await open(uri);
    // The scan of the folder ends the wait for what the workspace builds itself.
    await problems(uri, 'unpinned-image');
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      uri,
      new vscode.Position(0, 7),
    );
    const card = hovers.flatMap(({ contents }) => contents.map(textOf)).join('\n');
    assert.ok(card.includes('2026-03-04'), `whole at first sight: ${card}`);
    assert.ok(card.includes(await headerDigest('library/node', '22')), card);
    assert.ok(card.includes('linux/arm64'), card);
  });

  it('offers the tags at the first `:`, in a Dockerfile, in YAML and in JSON', async () => {
    for (const file of ['complete/Dockerfile', 'complete/pod.yaml', 'complete/pod.json'] as const) {
      const uri = uriOf(file);
      const document = await open(uri);
      const text = FILES[file];
      const end = document.positionAt(text.indexOf('nginx') + 'nginx'.length);
      const edit = new vscode.WorkspaceEdit();
      edit.insert(uri, end, ':');
      assert.ok(await vscode.workspace.applyEdit(edit));
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        end.translate(0, 1),
        ':',
      );
      const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      assert.ok(labels.includes('1.27.5'), `${file}: ${labels.join()}`);
    }
  });

  it('pins a multi-platform image to the digest that the registry names', async () => {
    const document = await pin('pin-index/Dockerfile');
    assert.equal(document.getText(), `FROM node:22@${await headerDigest('library/node', '22')}\n`);
  });

  it('pins a single-platform image to the digest that the registry names', async () => {
    const document = await pin('pin-image/Dockerfile');
    assert.equal(document.getText(), `FROM redis:7.4@${await headerDigest('library/redis', '7.4')}\n`);
  });

  it('pins a container of a Kubernetes object', async () => {
    const document = await pin('container/pod.yaml');
    const pinned = `nginx:1.27.5@${await headerDigest('library/nginx', '1.27.5')}`;
    assert.equal(document.getText(), FILES['container/pod.yaml'].replace('nginx:1.27.5', pinned));
  });

  it('upgrades a deprecated release to a good one', async () => {
    const uri = uriOf('upgrade/package.json');
    const document = await open(uri);
    const [deprecated] = await problems(uri, 'deprecated-release');
    assert.ok(deprecated.message.includes('pads on the wrong side'), deprecated.message);
    assert.deepEqual(deprecated.tags, [vscode.DiagnosticTag.Deprecated]);
    await apply(await action(uri, deprecated.range, title => /^Upgrade to .*1\.3\.0/.test(title)));
    assert.equal(document.getText(), FILES['upgrade/package.json'].replace('1.2.0', '1.3.0'));
    await eventually('no problem that is left', () => none(uri));
  });

  it('fixes all that is safe in a Dockerfile', async () => {
    const document = await fixAll('fix-all/Dockerfile', 3);
    const node = await headerDigest('library/node', '22');
    const nginx = await headerDigest('library/nginx', '1.27-alpine');
    const wanted = FILES['fix-all/Dockerfile']
      .replaceAll('node:22', `node:22@${node}`)
      .replaceAll('nginx:1.27-alpine', `nginx:1.27-alpine@${nginx}`);
    await eventually('every image to be pinned', () => document.getText() === wanted || undefined);
  });

  it('fixes all that is safe in a Compose file', async () => {
    const document = await fixAll('services/compose.yaml', 2);
    const nginx = await headerDigest('library/nginx', '1.27-alpine');
    const redis = await headerDigest('library/redis', '7.4');
    const wanted = FILES['services/compose.yaml']
      .replace('nginx:1.27-alpine', `nginx:1.27-alpine@${nginx}`)
      .replace('redis:7.4', `redis:7.4@${redis}`);
    await eventually('every image to be pinned', () => document.getText() === wanted || undefined);
    await eventually('no problem that is left', () => none(document.uri));
  });

  it('finds one thing at an image of a Compose file that is not pinned', async () => {
    const uri = uriOf('one/compose.yaml');
    await problems(uri, 'unpinned-image');
    assert.deepEqual(
      ours(uri).map(({ message }) => message.startsWith('`nginx:1.27.5`')),
      [true],
    );
  });

  it('follows a file that others change on disk', async () => {
    const uri = uriOf('disk/Dockerfile');
    await problems(uri, 'unpinned-image');
    await writeFile(uri.fsPath, 'FROM node\n');
    const [latest] = await problems(uri, 'latest-tag');
    assert.equal(latest.range.start.character, 5);
    await writeFile(uri.fsPath, `FROM node:22@${await headerDigest('library/node', '22')}\n`);
    await eventually('no problem that is left', () => none(uri));
    await writeFile(uri.fsPath, 'FROM node\n');
    await problems(uri, 'latest-tag');
    await rm(uri.fsPath);
    await eventually('no problem of a file that is gone', () => none(uri));

    const made = uriOf('disk/Dockerfile.made');
    await writeFile(made.fsPath, 'FROM redis\n');
    await problems(made, 'latest-tag');
    assert.equal(await readFile(made.fsPath, 'utf8'), 'FROM redis\n');
  });
});

/** Takes “Pin to digest” from the bulb of the only problem. */
async function pin(file: keyof typeof FILES): Promise<vscode.TextDocument> {
  const uri = uriOf(file);
  const document = await open(uri);
  const [unpinned] = await problems(uri, 'unpinned-image');
  await apply(await action(uri, unpinned.range, title => title === 'Pin to digest'));
  await eventually('no problem that is left', () => none(uri));
  return document;
}

/**
 * Runs “Fix All”, once so many images are known to be unpinned. VS Code drops its request when the cursor or the
 * focus moves before the answer, as both may right after a document was opened; a person would choose it again.
 */
async function fixAll(file: keyof typeof FILES, unpinned: number): Promise<vscode.TextDocument> {
  const uri = uriOf(file);
  const document = await open(uri);
  await problems(uri, 'unpinned-image', unpinned);
  const before = document.getText();
  for (let tries = 0; tries < 5 && document.getText() === before; tries++) {
    await vscode.commands.executeCommand('editor.action.codeAction', {
      kind: 'source.fixAll.registryLens',
      apply: 'first',
    });
    for (const end = Date.now() + 3_000; Date.now() < end && document.getText() === before; ) await pause();
  }
  return document;
}

/** The problems by this rule, once there are at least so many. */
async function problems(
  uri: vscode.Uri,
  rule: string,
  atLeast = 1,
): Promise<[vscode.Diagnostic, ...vscode.Diagnostic[]]> {
  return eventually(`${atLeast} × ${rule} in ${uri.path}`, () => {
    const [first, ...rest] = ours(uri).filter(({ code }) => (typeof code === 'object' ? code.value : code) === rule);
    return first === undefined || rest.length + 1 < atLeast ? undefined : [first, ...rest];
  });
}

function none(uri: vscode.Uri): true | undefined {
  return ours(uri).length === 0 || undefined;
}

/** The quick fix of this title, with its edit found out, as the bulb would offer it. */
async function action(
  uri: vscode.Uri,
  range: vscode.Range,
  fits: (title: string) => boolean,
): Promise<vscode.CodeAction> {
  return eventually('a quick fix', async () => {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      range,
      vscode.CodeActionKind.QuickFix.value,
      10,
    );
    return actions.find(({ title }) => fits(title));
  });
}

async function apply(fix: vscode.CodeAction): Promise<void> {
  assert.ok(fix.edit, `“${fix.title}” has an edit`);
  assert.ok(await vscode.workspace.applyEdit(fix.edit));
}

async function open(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  return document;
}

function textUnder(text: string, { start, end }: vscode.Range): string {
  return (text.split('\n')[start.line] ?? '').slice(start.character, end.character);
}

/** What people read of a card, near enough: Markdown without its escapes. */
function textOf(content: vscode.MarkdownString | vscode.MarkedString): string {
  return (typeof content === 'string' ? content : content.value).replaceAll('\\', '');
}

/** What the registry itself says that a tag points to. */
async function headerDigest(repository: string, tag: string): Promise<string> {
  const answer = await fetch(`${world.images}/v2/${repository}/manifests/${tag}`, {
    method: 'HEAD',
    headers: { accept: world.manifestTypes },
  });
  const digest = answer.headers.get('docker-content-digest');
  assert.ok(digest, `${repository}:${tag} answered ${answer.status}`);
  return digest;
}
