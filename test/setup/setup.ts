/**
 * `npm run setup`: installs what the tests need and the machine lacks, as far as it can, and tells what it could not.
 */
import { installNpmClients } from './npm-clients.ts';
import { installCommand, installPrograms, PROGRAMS } from './programs.ts';
import { installServer, serverIsMissing } from './vscode-server.ts';

const log = (line: string) => console.log(`setup: ${line}`);

for (const program of installPrograms(PROGRAMS, log)) {
  log(`${program.name} is missing; its tests are skipped. Install it with: ${installCommand(program)}`);
}
installServer(log);
installNpmClients(log);
const missing = serverIsMissing();
if (missing !== undefined) log(missing);
