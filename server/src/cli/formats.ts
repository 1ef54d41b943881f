import { pathToFileURL } from 'node:url';
import type { FileListing, Report } from '../model/report.ts';
import type { Simulation } from '../model/simulation.ts';
import { RULES } from '../rules/index.ts';
import { checkAsJson, listAsJson } from '../views/json.ts';
import { jsonText } from '../views/json-text.ts';
import { checkAsSarif } from '../views/sarif.ts';
import { simulationsAsJson, simulationsForTerminal } from '../views/simulation.ts';
import { checkForTerminal, listForTerminal } from '../views/terminal.ts';
import { type World, wantsColours } from './world.ts';

/** What a run of `retention` came to; `now` in milliseconds since 1970. */
interface Simulated {
  readonly simulations: readonly Simulation[];
  readonly now: number;
}

/** By the words that `--format` takes, the usual one first: draws what a command found. */
type Formats<Found> = Readonly<Record<string, (found: Found, world: World) => string>>;

/** How `check` prints. A new format is a view, and a line here. */
export const CHECK_FORMATS = {
  terminal: (report, { out, environment }) =>
    checkForTerminal(report, {
      colours: wantsColours(out, environment),
      width: out.isTTY === true ? out.columns : undefined,
    }),
  json: report => jsonText(checkAsJson(report)),
  sarif: (report, { version }) => {
    const roots = new Map(report.files.map(({ root }) => [root, pathToFileURL(`${root}/`).href]));
    return jsonText(checkAsSarif(report, { version, rules: RULES }, roots));
  },
} satisfies Formats<Report>;

/** How `list` prints. */
export const LIST_FORMATS = {
  terminal: (listings, { out, environment }) => listForTerminal(listings, { colours: wantsColours(out, environment) }),
  json: listings => jsonText(listAsJson(listings)),
} satisfies Formats<readonly FileListing[]>;

/** How `retention` prints. */
export const RETENTION_FORMATS = {
  terminal: ({ simulations, now }, { out, environment }) =>
    simulationsForTerminal(simulations, now, {
      colours: wantsColours(out, environment),
      width: out.isTTY === true ? out.columns : undefined,
    }),
  json: ({ simulations }) => jsonText(simulationsAsJson(simulations)),
} satisfies Formats<Simulated>;
