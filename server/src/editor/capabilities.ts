import { CodeActionKind, type InitializeResult, TextDocumentSyncKind } from 'vscode-languageserver';
import { VERSION } from '../version.ts';
import type { Abilities } from './abilities.ts';
import { COMMANDS } from './protocol.ts';

/** The kind by which `editor.codeActionsOnSave` names the fix of everything that is safe to fix. */
export const FIX_ALL_KIND = `${CodeActionKind.SourceFixAll}.registryLens`;

/** Of documents that the server writes for the user to read. */
export const REPORT_SCHEME = 'registry-lens';

/**
 * What the server can do for a client (LSP 3.18, `InitializeResult`). The first answer of all, so it imports little.
 */
export function initializeResult(abilities: Abilities): InitializeResult {
  return {
    serverInfo: { name: 'Registry Lens', version: VERSION },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      hoverProvider: true,
      documentLinkProvider: {},
      completionProvider: { triggerCharacters: [':', '"', '=', '^', '~'] },
      inlayHintProvider: true,
      codeLensProvider: {},
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL_KIND], resolveProvider: true },
      ...(abilities.registersHierarchy ? {} : { callHierarchyProvider: true }),
      executeCommandProvider: { commands: Object.values(COMMANDS) },
      workspace: {
        workspaceFolders: { supported: true, changeNotifications: true },
        ...(abilities.asksForTexts ? { textDocumentContent: { schemes: [REPORT_SCHEME] } } : {}),
        fileOperations: Object.fromEntries(abilities.fileOperations.map(operation => [operation, ALL_FILES])),
      },
      ...(abilities.pull
        ? {
            diagnosticProvider: {
              identifier: 'registry-lens',
              interFileDependencies: false,
              workspaceDiagnostics: true,
            },
          }
        : {}),
    },
  };
}

/** Files and folders alike. */
const ALL_FILES = { filters: [{ scheme: 'file', pattern: { glob: '**/*' } }] };
