import { pathToFileURL } from 'node:url';
import { DockerfileParser } from 'dockerfile-ast';
import {
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  type ProtocolConnection,
} from 'vscode-languageserver/node';
import { READERS } from '../../server/src/ecosystems/readers.ts';
import { createLens } from '../../server/src/lens.ts';
import { NO_POLICY } from '../../server/src/model/policy.ts';
import { TOLD_NOTHING } from '../../server/src/model/statement.ts';
import { readSettings } from '../../server/src/read-settings.ts';
import { RULE_IDS } from '../../server/src/rules/index.ts';
import { analyze } from '../../server/src/workspace/analyze.ts';
import { untilAnswered, withLanguageServer } from './language-server.ts';
import { median } from './measure.ts';
import { longDockerfile } from './workload.ts';

const LINES = 300;
const ROUNDS = 200;
/** Rounds that only warm the compiler up. */
const WARM_UP = 100;

/** Milliseconds, medians over many keystrokes. */
export interface KeystrokeTimes {
  /** What `dockerfile-ast` takes to parse the same text. */
  readonly parse: number;
  /** Reading and judging, with all answers known. */
  readonly analyse: number;
  /** From the notification of the change to the diagnostics, through the language server in a process of its own. */
  readonly throughServer: number;
  readonly findings: number;
}

export async function measureKeystrokes(settings: object, folder: string): Promise<KeystrokeTimes> {
  const near = await measureInProcess(settings, folder);
  return { ...near, throughServer: await measureThroughServer(settings, folder) };
}

async function measureInProcess(raw: object, home: string): Promise<Omit<KeystrokeTimes, 'throughServer'>> {
  const { settings } = readSettings(raw, RULE_IDS);
  const lens = createLens({ environment: {}, home, settings, log: () => undefined });
  const folder = await lens.openFolder({ settings, trusted: true });
  const reader = READERS.find(candidate => candidate.id === 'dockerfile');
  if (reader === undefined) throw new Error('There is no reader of Dockerfiles.');
  const { lookUp, derive } = folder;
  const by = {
    policy: NO_POLICY,
    lookUp,
    derive,
    told: TOLD_NOTHING,
    isWalked: true,
    isPast: () => true,
    proposedAge: 0,
  };
  const analyse = (text: string) => analyze(text, reader.read(text, 'Dockerfile'), by);
  // Answers bring up further questions, a few times over.
  for (let round = 0; round < 5; round += 1) await folder.settle(analyse(longDockerfile(LINES)).questions);

  const parses: number[] = [];
  const analyses: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const text = typed(round);
    const parse = timed(() => DockerfileParser.parse(text).getInstructions());
    const analysis = timed(() => analyse(text));
    if (round < WARM_UP) continue;
    parses.push(parse);
    analyses.push(analysis);
  }
  const findings = analyse(typed(0)).findings.length;
  await lens.close();
  return { parse: median(parses), analyse: median(analyses), findings };
}

function measureThroughServer(settings: object, folder: string): Promise<number> {
  return withLanguageServer({ settings, folder }, connection =>
    measureOver(connection, `${pathToFileURL(folder).href}/Dockerfile`),
  );
}

async function measureOver(connection: ProtocolConnection, uri: string): Promise<number> {
  const textDocument = { uri, languageId: 'dockerfile', version: 0, text: longDockerfile(LINES) };
  await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  const diagnostics = () => connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
  await untilAnswered(connection, uri);

  const times: number[] = [];
  for (let version = 1; version <= WARM_UP + ROUNDS; version += 1) {
    const start = performance.now();
    await connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      // A letter more in a comment, as an editor tells it.
      contentChanges: [{ range: { start: { line: 1, character: 2 }, end: { line: 1, character: 2 } }, text: 'x' }],
    });
    await diagnostics();
    if (version > WARM_UP) times.push(performance.now() - start);
  }
  return median(times);
}

/** The file after a number of keystrokes in a comment. */
function typed(letters: number): string {
  return longDockerfile(LINES).replace('# What', `# ${'x'.repeat(letters)} What`);
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
