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
import type { Diagnosed } from './diagnosed.ts';
import type { Feed } from './push.ts';
import { keyOf } from './uris.ts';
import type { Checked, Ledger } from './workspace.ts';

/** For clients that ask: `textDocument/diagnostic` and `workspace/diagnostic` (LSP 3.17, "Pull Diagnostics"). */
export interface PullFeed extends Feed {
  documentReport(params: DocumentDiagnosticParams): DocumentDiagnosticReport;
  /**
   * Answers with what differs from what the client has. Where nothing does, and the client takes results in parts, the
   * request is held open and changes are sent as such parts: the client asks again, after a pause, for every answer.
   */
  workspaceReport(
    params: WorkspaceDiagnosticParams,
    sendPart: SendPart | undefined,
    token: CancellationToken,
  ): Promise<WorkspaceDiagnosticReport>;
}

/** Sends a part of the answer before the answer. */
export type SendPart = (part: WorkspaceDiagnosticReport) => void;

/**
 * VS Code works on parts side by side, and a small one may overtake a large one that came before it; so what changes
 * many documents ends the request instead.
 */
const LARGEST_PART = 20;

export interface PullOptions {
  readonly connection: Connection;
  readonly ledger: Ledger;
  readonly diagnosed: Diagnosed;
  /** How long changes are gathered, in milliseconds. */
  readonly gatherDelay: number;
}

export function pullFeed({ connection, ledger, diagnosed, gatherDelay }: PullOptions): PullFeed {
  const held = new Set<() => void>();
  let gathering: NodeJS.Timeout | undefined;
  let isClosed = false;
  let refreshing = false;
  let openChanged = false;
  /**
   * What was reported of the documents that the client pulls, so that a keystroke, after which it pulls by itself, is
   * not told.
   */
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
      isClosed = true;
      clearTimeout(gathering);
      for (const wake of [...held]) wake();
    },
    documentReport({ textDocument, previousResultId }) {
      const checked = ledger.get(textDocument.uri);
      pulled.set(keyOf(textDocument.uri), checked?.version ?? 'nothing');
      if (checked === undefined) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
      return checked.revision === previousResultId
        ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId: checked.revision }
        : fullReport(checked, diagnosed);
    },
    async workspaceReport({ previousResultIds }, sendPart, token) {
      const had: Had = new Map(previousResultIds.map(({ uri, value }) => [keyOf(uri), { uri, value }]));
      const first = differences(ledger, had, diagnosed);
      if (first.length > 0 || sendPart === undefined) return { items: first };
      return new Promise(resolve => {
        const end = (items: WorkspaceDocumentDiagnosticReport[]) => {
          held.delete(wake);
          resolve({ items });
        };
        const wake = () => {
          if (isClosed || token.isCancellationRequested) return end([]);
          const items = differences(ledger, had, diagnosed);
          if (items.length > LARGEST_PART) return end(items);
          if (items.length > 0) sendPart({ items });
          for (const item of items) remember(had, item);
        };
        held.add(wake);
        token.onCancellationRequested(wake);
      });
    },
  };
}

/** What the client has, by the document's key: the URI as it spells it, and the result id. */
type Had = Map<string, { readonly uri: string; readonly value: string }>;

function remember(had: Had, { uri, resultId }: WorkspaceDocumentDiagnosticReport): void {
  if (resultId === undefined) had.delete(keyOf(uri));
  else had.set(keyOf(uri), { uri, value: resultId });
}

function differences(ledger: Ledger, had: Had, diagnosed: Diagnosed): WorkspaceDocumentDiagnosticReport[] {
  const items: WorkspaceDocumentDiagnosticReport[] = [];
  const gone = new Map(had);
  for (const checked of ledger.all()) {
    const key = checked.key;
    const before = had.get(key);
    gone.delete(key);
    if (before?.value === checked.revision || (before === undefined && checked.analysis.findings.length === 0))
      continue;
    items.push({
      ...fullReport(checked, diagnosed),
      uri: before?.uri ?? checked.uri,
      version: checked.version ?? null,
    });
  }
  // Without a result id the client forgets that it ever had something there.
  for (const { uri } of gone.values()) {
    items.push({ kind: DocumentDiagnosticReportKind.Full, uri, version: null, items: [] });
  }
  return items;
}

function fullReport(checked: Checked, diagnosed: Diagnosed): FullDocumentDiagnosticReport {
  return {
    kind: DocumentDiagnosticReportKind.Full,
    resultId: checked.revision,
    items: [...diagnosed(checked)],
  };
}
