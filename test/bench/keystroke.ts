import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { DockerfileParser } from 'dockerfile-ast';
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { createLens } from '../../server/src/lens.ts';
import { READERS } from '../../server/src/readers/index.ts';
import { RULE_IDS } from '../../server/src/rules/index.ts';
import { readSettings } from '../../server/src/settings.ts';
import { median, SERVER } from './measure.ts';
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
  const analyse = (text: string) => folder.analyze(text, reader.read(text, 'Dockerfile'));
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

async function measureThroughServer(settings: object, folder: string): Promise<number> {
  const server = spawn(process.execPath, [SERVER, '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, HOME: folder, REGISTRY_LENS_CACHE: folder },
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('workspace/diagnostic/refresh', () => null);
  connection.onRequest('window/workDoneProgress/create', () => null);
  connection.listen();
  try {
    await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: null,
      initializationOptions: settings,
      capabilities: {
        textDocument: { diagnostic: {} },
        workspace: { diagnostics: { refreshSupport: true } },
      },
    });
    await connection.sendNotification(InitializedNotification.type, {});
    return await measureOver(connection, `${pathToFileURL(folder).href}/Dockerfile`);
  } finally {
    await connection.sendRequest(ShutdownRequest.type).catch(() => undefined);
    await connection.sendNotification(ExitNotification.type).catch(() => undefined);
    connection.dispose();
    server.kill();
  }
}

async function measureOver(connection: ProtocolConnection, uri: string): Promise<number> {
  const textDocument = { uri, languageId: 'dockerfile', version: 0, text: longDockerfile(LINES) };
  await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  const diagnostics = () => connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
  await untilAnswered(diagnostics);

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

/** Waits until the diagnostics rest on the registries' answers, 10 s at the most. */
async function untilAnswered(diagnostics: () => Promise<unknown>): Promise<void> {
  for (let look = 0; look < 100; look += 1) {
    if (JSON.stringify(await diagnostics()).includes('moved-tag')) return;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error('The language server showed no moved tag.');
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
