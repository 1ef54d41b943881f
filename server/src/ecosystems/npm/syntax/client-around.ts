import type { Around } from '../../../model/reader.ts';
import type { PlacedStatement, Statement } from '../../../model/statement.ts';
import { NPM_CLIENTS, type NpmClient } from '../clients.ts';

/**
 * What a file says of who installs what the folder's manifests want.
 *
 * - `declares`: a manifest names the client, as Corepack and npm's `devEngines` have it.
 * - `shows`: it is a file that only this client writes or reads.
 * - `roots`: a manifest lists workspaces, so that what is shown beside it holds for the members too.
 * - `begins-low`: pnpm's configuration has it take the lowest release that fits.
 */
export type SaysOfClient =
  | { readonly is: 'declares'; readonly client: NpmClient }
  | { readonly is: 'shows'; readonly client: NpmClient }
  | { readonly is: 'roots' | 'begins-low' };

export function saidOfClient(said: SaysOfClient): Statement {
  const value = 'client' in said ? `${said.is} ${said.client}` : said.is;
  return { says: 'gives', key: CLIENT_KEY, reach: 'below', value };
}

/**
 * Who installs what a manifest wants: whom it declares itself, else as the nearest folder says, from its own upward. A
 * client that is declared goes before files that are shown, as Corepack goes by the manifest alone. What is shown
 * above counts where a workspace is rooted. Where it shows several, somebody changed clients: then npm's choice is as
 * good as any.
 */
export function clientAround(
  { told, folder }: Pick<Around, 'told' | 'folder'>,
  declared?: NpmClient | undefined,
): NpmClient {
  const said = told(CLIENT_KEY);
  const client = declared ?? clientIn(said, folder);
  const beginsLow = said.some(each => each.says === 'gives' && each.value === 'begins-low');
  return client === 'pnpm' && beginsLow ? 'pnpm-lowest' : client;
}

/** Whether a folder is the root of a workspace, by what a manifest there says. */
export function isRootedAt(told: Around['told'], folder: string | undefined): boolean {
  return told(CLIENT_KEY).some(each => each.says === 'gives' && each.value === 'roots' && each.from.folder === folder);
}

function clientIn(said: readonly PlacedStatement[], folder: string | undefined): NpmClient {
  const folders = [...new Set(said.map(({ from }) => from.folder))].reverse();
  for (const level of folders) {
    const values = said.flatMap(each => (each.says === 'gives' && each.from.folder === level ? [each.value] : []));
    const declared = NPM_CLIENTS.find(client => values.includes(`declares ${client}`));
    if (declared !== undefined) return declared;
    const shown = NPM_CLIENTS.filter(client => values.includes(`shows ${client}`));
    // pnpm's own manifest of a workspace is a root by itself.
    const isRooted = level === folder || values.includes('roots') || shown.includes('pnpm');
    const [first, ...others] = shown.filter(client => client !== 'yarn1' || !shown.includes('yarn'));
    if (first !== undefined && isRooted) return others.length === 0 ? first : 'npm';
  }
  return 'npm';
}

/** Only files of this ecosystem speak of it. */
const CLIENT_KEY = 'client npm';
