import { commands, type ExtensionContext, window, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  CHOOSE_PINS_REQUEST,
  CLIENT_COMMANDS,
  COMMANDS,
  type PinChoice,
  STATUS_NOTIFICATION,
  type Status,
  TRUST_NOTIFICATION,
} from '../../server/src/editor/protocol.ts';
import { choosePins } from './choose-pins.ts';
import { untilOfInterest } from './interest.ts';
import { showMenu } from './menu.ts';
import { planPullBack } from './plan-pull-back.ts';
import { runInTerminal } from './run-in-terminal.ts';
import { showWhy } from './show-why.ts';
import { statusDisplay } from './status.ts';

let client: LanguageClient | undefined;

/** Where a workspace's state says that it held something to read. */
const HOLDS_SOMETHING = 'holdsSomething';
/** What the palette offers and the server runs. */
const SERVER_COMMANDS = [
  COMMANDS.checkWorkspace,
  COMMANDS.stopChecking,
  COMMANDS.refresh,
  COMMANDS.pinAllImages,
  COMMANDS.simulateRetention,
  COMMANDS.clearCache,
];

/**
 * Starts the language server as soon as there is something to read, or the user wants something of it. All that it does
 * is done there, so that other editors can do it too.
 */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Registry Lens', { log: true });
  const status = window.createStatusBarItem('registryLens.status');
  status.name = 'Registry Lens';
  status.command = 'registryLens.showMenu';
  const display = statusDisplay(status);
  let lastStatus: Status | undefined;
  let starting: Promise<void> | undefined;

  function start(): Promise<void> {
    starting ??= startServer();
    return starting;
  }

  async function startServer(): Promise<void> {
    // The client registers commands of these names itself.
    for (const each of waiting) each.dispose();
    // Where there is nothing to read, it is not even loaded.
    const { createClient } = await import('./create-client.ts');
    const now = createClient(context, log);
    client = now;
    context.subscriptions.push(
      now.onRequest(CHOOSE_PINS_REQUEST, (choice: PinChoice) => choosePins(choice)),
      now.onNotification(STATUS_NOTIFICATION, (told: Status) => {
        lastStatus = told;
        display.show(told);
        const isKnown = context.workspaceState.get(HOLDS_SOMETHING) === true;
        if (isKnown !== told.files > 0) void context.workspaceState.update(HOLDS_SOMETHING, told.files > 0);
      }),
      workspace.onDidGrantWorkspaceTrust(() => client?.sendNotification(TRUST_NOTIFICATION)),
    );
    await now.start();
  }

  const waiting = SERVER_COMMANDS.map(name =>
    commands.registerCommand(name, async (...args: unknown[]) => {
      await start();
      return commands.executeCommand(name, ...args);
    }),
  );
  context.subscriptions.push(
    ...[log, status, display, ...waiting],
    commands.registerCommand('registryLens.showLog', () => log.show()),
    commands.registerCommand('registryLens.showMenu', () => showMenu(lastStatus)),
    commands.registerCommand(CLIENT_COMMANDS.showWhy, async (place: unknown) => {
      await start();
      await showWhy(place);
    }),
    commands.registerCommand(CLIENT_COMMANDS.planPullBack, async (place: unknown) => {
      await start();
      if (client !== undefined) await planPullBack(client, place);
    }),
    commands.registerCommand(CLIENT_COMMANDS.runInTerminal, (run: unknown) => runInTerminal(run)),
    commands.registerCommand('registryLens.openSettings', () =>
      commands.executeCommand('workbench.action.openSettings', `@ext:${context.extension.id}`),
    ),
    commands.registerCommand('registryLens.restartServer', async () => {
      if (starting === undefined) return start();
      await starting.catch(() => undefined);
      return client?.restart();
    }),
  );
  const wasKnown = context.workspaceState.get(HOLDS_SOMETHING) === true;
  void untilOfInterest(wasKnown, context.subscriptions).then(start);
}

/** Ends the server with the window. */
export function deactivate(): Promise<void> | undefined {
  return client?.stop();
}
