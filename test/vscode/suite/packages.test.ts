import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { FILES } from './files.ts';
import { eventually, ours, uriOf } from './looking.ts';

/** A manifest with a release that was pulled back, and what is made of it. */
interface Row {
  readonly file: keyof typeof FILES;
  readonly name: string;
  /** Where the card is asked for, if the name does not stand there as it is told. */
  readonly at?: string;
  /** Absent where the release is yanked. */
  readonly rule?: string;
  readonly said?: string;
  readonly wanted: string;
  /** Behind this, these versions are offered. */
  readonly typed: string;
  readonly offered: readonly string[];
  readonly title: string;
  /** What stands in the file then. */
  readonly fixed: readonly string[];
}

describe('Registry Lens, in manifests of Rust, Python, Go, Maven and pnpm', () => {
  for (const {
    file,
    name,
    rule = 'yanked-release',
    said = 'yanked',
    wanted,
    typed,
    offered,
    title,
    fixed,
    at: hovered = name,
  } of [
    {
      ...{ file: 'rust/Cargo.toml', name: 'tiny-pad', wanted: 'all that `=1.0.0` wants was yanked' },
      ...{ typed: 'serde_pad = "1.', offered: ['1.2.0', '1.1.0', '1.0.0'] },
      ...{ title: 'Upgrade to `1.1.0`', fixed: ['tiny-pad = "=1.1.0"'] },
    },
    {
      ...{ file: 'python/requirements.txt', name: 'tiny-pad', wanted: 'the pin is yanked' },
      ...{ typed: 'serde-pad==1.', offered: ['1.2', '1.1', '1.0'] },
      ...{ title: 'Upgrade to `1.1`', fixed: ['tiny-pad==1.1'] },
    },
    {
      ...{ file: 'project/pyproject.toml', name: 'tiny-pad', wanted: 'the pin is yanked' },
      ...{ typed: '"serde-pad==1.', offered: ['1.2', '1.1', '1.0'] },
      ...{ title: 'Upgrade to `1.1`', fixed: ['"tiny-pad==1.1"'] },
    },
    {
      ...{ file: 'module/go.mod', name: 'pads.example/Tiny', wanted: 'the version is retracted' },
      ...{ rule: 'retracted-release', said: 'retracted' },
      ...{ typed: 'pads.example/serde v1.', offered: ['v1.2.0', 'v1.1.0', 'v1.0.0'] },
      ...{ title: 'Change to `v1.1.0`', fixed: ['\tpads.example/Tiny v1.1.0 // the newest\n'] },
    },
    {
      ...{ file: 'artifact/pom.xml', name: 'org.pads.old:tiny', wanted: 'the artifact was relocated' },
      ...{ rule: 'relocated-artifact', said: 'relocated', at: 'org.pads.old' },
      ...{ typed: '<artifactId>serde</artifactId>\n      <version>1.', offered: ['1.2.0', '1.1.0', '1.0.0'] },
      title: 'Change to `org.pads:tiny-pad` `2.0.0`',
      fixed: [
        '<groupId>org.pads</groupId>\n      <artifactId>tiny-pad</artifactId>\n      <version>2.0.0</version><!-- the newest -->',
      ],
    },
    {
      ...{ file: 'catalog/pnpm-workspace.yaml', name: 'tiny-pad', wanted: 'an entry of the catalog is deprecated' },
      ...{ rule: 'deprecated-release', said: 'deprecated' },
      ...{ typed: 'serde-pad: 1.', offered: ['1.2.0', '1.1.0', '1.0.0'] },
      ...{ title: 'Upgrade to `1.3.0`', fixed: ['  "tiny-pad": "1.3.0" # for all\n'] },
    },
  ] as readonly Row[]) {
    it(`${file}: tells that ${wanted}, in the file and under the cursor, completes and mends it`, async () => {
      const uri = uriOf(file);
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document);
      const [bad] = await eventually(`a finding of ${rule}`, () => {
        const found = ours(uri).filter(({ code }) => ruleOf(code) === rule);
        return found.length === 0 ? undefined : found;
      });
      assert.ok(bad);
      assert.ok(bad.message.startsWith(`\`${name}\``), bad.message);
      assert.equal(
        ours(uri).length,
        1,
        ours(uri)
          .map(({ message }) => message)
          .join('\n'),
      );

      const text = FILES[file];
      const card = await hoverAt(uri, document.positionAt(text.indexOf(hovered) + 1));
      assert.ok(card.includes(name) && card.includes(said), card);

      const typing = document.positionAt(text.indexOf(typed) + typed.length);
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        typing,
      );
      const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      assert.deepEqual(
        labels.filter(label => /^v?\d/.test(label)),
        offered,
      );

      const fix = await eventually(`“${title}”`, async () => {
        const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
          'vscode.executeCodeActionProvider',
          uri,
          bad.range,
          vscode.CodeActionKind.QuickFix.value,
          10,
        );
        return actions.find(action => action.title === title);
      });
      assert.ok(fix.edit);
      assert.ok(await vscode.workspace.applyEdit(fix.edit));
      for (const part of fixed) assert.ok(document.getText().includes(part), document.getText());
      await eventually('no problem that is left', () => (ours(uri).length === 0 ? true : undefined));
    });
  }
});

function ruleOf(code: vscode.Diagnostic['code']): unknown {
  return typeof code === 'object' ? code.value : code;
}

/** Asks again while the card still says that it is asking. */
function hoverAt(uri: vscode.Uri, at: vscode.Position): Promise<string> {
  return eventually('a card that tells', async () => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, at);
    const text = hovers
      .flatMap(({ contents }) => contents.map(each => (typeof each === 'string' ? each : each.value)))
      .join('\n')
      .replaceAll('\\', '');
    return text.includes('checked') ? text : undefined;
  });
}
