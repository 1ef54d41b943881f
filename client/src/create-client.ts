import { type ExtensionContext, type LogOutputChannel, window, workspace } from 'vscode';
import { type FileEvent, LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { COMMANDS, type InitializationOptions, NODE_OPTIONS } from '../../server/src/editor/protocol.ts';
import { DOCUMENT_SELECTOR } from './document-selector.ts';
import { createFileEvents } from './file-events.ts';
import { withUsersOwn } from './own-settings.ts';

/** Makes the client of the language server, which is not started by that. */
export function createClient(context: ExtensionContext, log: LogOutputChannel): LanguageClient {
  const module = context.asAbsolutePath('dist/server.js');
  const initializationOptions = (): InitializationOptions => ({
    ...{ trusted: workspace.isTrusted, choosesPins: true },
    ...{ showsWhy: true, runsInTerminal: true, plansPullBacks: true },
  });
  return new LanguageClient(
    'registryLens',
    'Registry Lens',
    { module, transport: TransportKind.ipc, options: { execArgv: NODE_OPTIONS } },
    {
      documentSelector: [...DOCUMENT_SELECTOR],
      // Asked again when the server is started again.
      initializationOptions,
      outputChannel: log,
      diagnosticPullOptions: { onChange: true },
      middleware: {
        // The palette names no document, and the server does not know which one the user looks at.
        executeCommand(command, args, next) {
          const uri = window.activeTextEditor?.document.uri.toString();
          const isUntold = command === COMMANDS.simulateRetention && args.length === 0 && uri !== undefined;
          return next(command, isUntold ? [uri] : args);
        },
        workspace: {
          didChangeWatchedFile: createFileEvents<FileEvent>({
            roots: () => (workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString()),
            now: () => performance.now(),
          }),
          async configuration(params, token, next) {
            const given = await next(params, token);
            if (!Array.isArray(given)) return given;
            return given.map((value, i) =>
              params.items[i]?.section === 'registryLens' ? withUsersOwn(value, valueOfUser) : value,
            );
          },
        },
      },
    },
  );
}

/** What stands in the user's own settings, whatever a workspace says. */
function valueOfUser(name: string): unknown {
  return workspace.getConfiguration('registryLens').inspect(name)?.globalValue;
}
