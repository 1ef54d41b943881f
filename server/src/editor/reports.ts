import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Connection, ShowDocumentRequest } from 'vscode-languageserver';
import { code, LONGEST_PATH } from '../model/plain-text.ts';
import type { Abilities } from './abilities.ts';
import { REPORT_SCHEME } from './capabilities.ts';
import { uriOf } from './uris.ts';

/** Documents that the server writes for the user to read, and nobody to change. */
export interface Reports {
  /**
   * Opens one in the editor. Where the editor asks servers for texts (LSP 3.18, "Text Document Content Request"), it is
   * no file; else it is one in a folder of its own, and where the editor opens none for a server, its path is said.
   *
   * @param title names it: what has the same title takes its place
   */
  show(title: string, markdown: string): Promise<void>;
  /** The text of one by its URI; `undefined` where it is long gone. */
  textOf(uri: string): string | undefined;
  /** Removes what was written. Never rejects. */
  close(): Promise<void>;
}

export interface ReportsOptions {
  readonly connection: Connection;
  readonly abilities: Pick<Abilities, 'showsDocuments' | 'asksForTexts'>;
  readonly say: (sentence: string) => void;
}

export function createReports({ connection, abilities, say }: ReportsOptions): Reports {
  const texts = new Map<string, string>();
  let folder: Promise<string> | undefined;

  /** Only the user may read it: it may hold what a private registry said. */
  async function write(name: string, markdown: string): Promise<string> {
    folder ??= mkdtemp(path.join(tmpdir(), 'registry-lens-'));
    const file = path.join(await folder, name);
    await writeFile(file, markdown, { mode: 0o600 });
    return file;
  }

  async function open(uri: string): Promise<boolean> {
    const { success } = await connection.sendRequest(ShowDocumentRequest.type, { uri, takeFocus: true });
    return success;
  }

  return {
    async show(title, markdown) {
      const name = `${title
        .replace(/[^\w.-]+/g, ' ')
        .trim()
        .slice(0, LONGEST_NAME)}.md`;
      if (abilities.asksForTexts && abilities.showsDocuments) {
        const uri = `${REPORT_SCHEME}:/${encodeURIComponent(name)}`;
        const isKnown = texts.delete(uri);
        texts.set(uri, markdown);
        const [oldest] = texts.keys();
        if (texts.size > MOST_KEPT && oldest !== undefined) texts.delete(oldest);
        // It may still be open.
        if (isKnown) await connection.workspace.textDocumentContent.refresh(uri);
        await open(uri);
        return;
      }
      const file = await write(name, markdown);
      if (abilities.showsDocuments && (await open(uriOf(file)))) return;
      say(`The report is in ${code(file, LONGEST_PATH)}.`);
    },
    textOf: uri => texts.get(uri) ?? texts.get(decodedLess(uri)),
    async close() {
      if (folder === undefined) return;
      await rm(await folder, { recursive: true, force: true }).catch(() => undefined);
    },
  };
}

const MOST_KEPT = 50;
/** Of a file's name, in characters, on every file system. */
const LONGEST_NAME = 100;

/** As {@link Reports.show} writes it: editors encode a path in their own ways. */
function decodedLess(uri: string): string {
  const at = uri.lastIndexOf('/') + 1;
  try {
    return uri.slice(0, at) + encodeURIComponent(decodeURIComponent(uri.slice(at)));
  } catch {
    return uri;
  }
}
