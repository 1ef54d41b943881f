import {
  type CancellationToken,
  type Connection,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type FullDocumentDiagnosticReport,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { Checked, Ledger } from './ledger.ts';
import type { Feed } from './push.ts';
import { keyOf } from './uris.ts';

/** For clients that ask: `textDocument/diagnostic` and `workspace/diagnostic` (LSP 3.17, "Pull Diagnostics"). */
export interface PullFeed extends Feed {
  documentReport(params: DocumentDiagnosticParams): DocumentDiagnosticReport;
  /**
   * Answers with what differs from what the client has. Where nothing does, and the client `mayWait` because it takes
   * results in parts, the answer is held back until something changes: such a client asks again after every answer.
   */
  workspaceReport(
    params: WorkspaceDiagnosticParams,
    mayWait: boolean,
    token: CancellationToken,
  ): Promise<WorkspaceDiagnosticReport>;
}

export interface PullOptions {
  readonly connection: Connection;
  readonly ledger: Ledger;
  /** How long changes are gathered, in milliseconds. */
  readonly gatherDelay: number;
}

export function pullFeed({ connection, ledger, gatherDelay }: PullOptions): PullFeed {
  const held = new Set<() => void>();
  let gathering: NodeJS.Timeout | undefined;
  let refreshing = false;
  let openChanged = false;
  /** What was reported of the documents that the client pulls, so that a keystroke, after which it pulls by itself, is not told. */
  const pulled = new Map<string, number | 'nothing'>();

  function tell(): void {
    gathering = undefined;
    for (const wake of [...held]) wake();
    if (!openChanged || refreshing) return;
    openChanged = false;
    refreshing = true;
    const done = () => {
      refreshing = false;
      if (openChanged) gather();
    };
    connection.languages.diagnostics.refresh().then(done, done);
  }

  function gather(): void {
    gathering ??= setTimeout(tell, gatherDelay);
  }

  return {
    changed(uri, now) {
      const key = keyOf(uri);
      const reported = pulled.get(key);
      if (reported !== undefined)
        openChanged ||= now === undefined || reported === 'nothing' || reported === now.version;
      if (now !== undefined && now.version === undefined) pulled.delete(key);
      gather();
    },
    close() {
      clearTimeout(gathering);
      for (const wake of [...held]) wake();
    },
    documentReport({ textDocument, previousResultId }) {
      const checked = ledger.get(textDocument.uri);
      pulled.set(keyOf(textDocument.uri), checked?.version ?? 'nothing');
      if (checked === undefined) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
      return checked.revision === previousResultId
        ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId: checked.revision }
        : fullReport(checked);
    },
    async workspaceReport({ previousResultIds }, mayWait, token) {
      const items = differences(ledger, previousResultIds);
      if (items.length > 0 || !mayWait) return { items };
      await new Promise<void>(resolve => {
        const wake = () => {
          if (!token.isCancellationRequested && differences(ledger, previousResultIds).length === 0) return;
          held.delete(wake);
          resolve();
        };
        held.add(wake);
        token.onCancellationRequested(wake);
      });
      return { items: token.isCancellationRequested ? [] : differences(ledger, previousResultIds) };
    },
  };
}

function differences(
  ledger: Ledger,
  previous: WorkspaceDiagnosticParams['previousResultIds'],
): WorkspaceDocumentDiagnosticReport[] {
  const items: WorkspaceDocumentDiagnosticReport[] = [];
  const had = new Map(previous.map(({ uri, value }) => [keyOf(uri), { uri, value }]));
  for (const checked of ledger.all()) {
    const key = keyOf(checked.uri);
    const before = had.get(key);
    had.delete(key);
    if (before?.value === checked.revision || (before === undefined && checked.diagnostics.length === 0)) continue;
    items.push({ ...fullReport(checked), uri: before?.uri ?? checked.uri, version: checked.version ?? null });
  }
  // Without a result id the client forgets that it ever had something there.
  for (const { uri } of had.values()) {
    items.push({ kind: DocumentDiagnosticReportKind.Full, uri, version: null, items: [] });
  }
  return items;
}

function fullReport(checked: Checked): FullDocumentDiagnosticReport {
  return {
    kind: DocumentDiagnosticReportKind.Full,
    resultId: checked.revision,
    items: [...checked.diagnostics],
  };
}
