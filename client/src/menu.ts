import { ConfigurationTarget, commands, type QuickPickItem, window, workspace } from 'vscode';
import { COMMANDS, type Status } from '../../server/src/editor/protocol.ts';

interface MenuItem extends QuickPickItem {
  readonly run: () => unknown;
}

/** What people can do about the check, by what is so now. */
export async function showMenu(status: Status | undefined): Promise<void> {
  const chosen = await window.showQuickPick(menuItems(status), { title: 'Registry Lens', matchOnDetail: true });
  await chosen?.run();
}

function menuItems(status: Status | undefined): MenuItem[] {
  const command = (name: string) => () => commands.executeCommand(name);
  const logins = new Set([...(status?.unknown ?? []), ...(status?.old ?? [])].flatMap(({ login }) => login ?? []));
  const isOffline = status?.offline === true;
  return [
    ...[...logins].map(login => ({
      label: `$(key) Log in: ${login}`,
      detail: 'Opens a terminal with the command; you run it.',
      run: () => typeInTerminal(login),
    })),
    ...(status?.trusted === false
      ? [{ label: '$(shield) Manage Workspace Trust', run: command('workbench.trust.manage') }]
      : []),
    ...(status?.scanning === true
      ? [{ label: '$(debug-stop) Stop Checking the Workspace', run: command(COMMANDS.stopChecking) }]
      : []),
    { label: '$(search) Check Workspace', run: command(COMMANDS.checkWorkspace) },
    { label: '$(refresh) Ask Registries Again', run: command(COMMANDS.refresh) },
    { label: '$(pin) Pin All Images in the Workspace', run: command(COMMANDS.pinAllImages) },
    {
      label: isOffline ? '$(globe) Go Online' : '$(circle-slash) Go Offline',
      detail: isOffline ? 'Registries are asked again.' : 'No registry is asked: what is known is shown.',
      run: () => setOffline(!isOffline),
    },
    { label: '$(output) Show Log', run: command('registryLens.showLog') },
    { label: '$(gear) Open Settings', run: command('registryLens.openSettings') },
  ];
}

/** Typed and not run: whose login it is, and what it costs, is for the user to know. */
function typeInTerminal(command: string): void {
  const terminal = window.createTerminal('Registry Lens');
  terminal.show();
  terminal.sendText(command, false);
}

/** Where it is set already, else for the user. */
async function setOffline(offline: boolean): Promise<void> {
  const settings = workspace.getConfiguration('registryLens');
  const isOfWorkspace = settings.inspect('offline')?.workspaceValue !== undefined;
  await settings.update('offline', offline, isOfWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global);
}
