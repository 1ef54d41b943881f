import { commands, type ExtensionContext, window, workspace } from 'vscode';
import { type FileEvent, LanguageClient, TransportKind } from 'vscode-languageclient/node';
import {
  CHOOSE_PINS_REQUEST,
  type InitializationOptions,
  NODE_OPTIONS,
  type PinChoice,
  STATUS_NOTIFICATION,
  type Status,
  TRUST_NOTIFICATION,
} from '../../server/src/editor/protocol.ts';
import { choosePins } from './choose-pins.ts';
import { DOCUMENT_SELECTOR } from './document-selector.ts';
import { createFileEvents } from './file-events.ts';
import { showMenu } from './menu.ts';
import { withUsersOwn } from './own-settings.ts';
import { statusDisplay } from './status.ts';

let client: LanguageClient | undefined;

/** Starts the language server. All that it does is done there, so that other editors can do it too. */
export async function activate(context: ExtensionContext): Promise<void> {
  const log = window.createOutputChannel('Registry Lens', { log: true });
  const module = context.asAbsolutePath('dist/server.js');
  const initializationOptions: InitializationOptions = { trusted: workspace.isTrusted, choosesPins: true };
  client = new LanguageClient(
    'registryLens',
    'Registry Lens',
    { module, transport: TransportKind.ipc, options: { execArgv: NODE_OPTIONS } },
    {
      documentSelector: [...DOCUMENT_SELECTOR],
      initializationOptions,
      outputChannel: log,
      diagnosticPullOptions: { onChange: true },
      middleware: {
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
  const status = window.createStatusBarItem('registryLens.status');
  status.name = 'Registry Lens';
  status.command = 'registryLens.showMenu';
  const display = statusDisplay(status);
  let lastStatus: Status | undefined;
  context.subscriptions.push(
    log,
    status,
    display,
    commands.registerCommand('registryLens.showLog', () => log.show()),
    commands.registerCommand('registryLens.showMenu', () => showMenu(lastStatus)),
    commands.registerCommand('registryLens.openSettings', () =>
      commands.executeCommand('workbench.action.openSettings', '@ext:registry-lens.registry-lens'),
    ),
    client.onRequest(CHOOSE_PINS_REQUEST, (choice: PinChoice) => choosePins(choice)),
    client.onNotification(STATUS_NOTIFICATION, (now: Status) => {
      lastStatus = now;
      display.show(now);
    }),
    workspace.onDidGrantWorkspaceTrust(() => client?.sendNotification(TRUST_NOTIFICATION)),
  );
  await client.start();
}

/** What stands in the user's own settings, whatever a workspace says. */
function valueOfUser(name: string): unknown {
  return workspace.getConfiguration('registryLens').inspect(name)?.globalValue;
}

/** Ends the server with the window. */
export function deactivate(): Promise<void> | undefined {
  return client?.stop();
}
