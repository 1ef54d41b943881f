/**
 * `npm run noise -- [--server FILE] [--show RULE] FOLDER…`: how much the program says of folders that are sound, from
 * their text alone: no registry is asked, and nothing is known from before. Prints the warnings and errors for each 100
 * references of each folder, and of all together by rule and by the kind of folder that a file lies in. `--server`
 * names the bundle of another version, to compare with; `--show RULE` lists what a rule says in folders that are no
 * tests and no examples.
 *
 * What is said of sound files is noise, whoever is right: nobody reads on after the tenth warning.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { isObject } from '../../server/src/model/objects.ts';

/** What is asked of sound repositories: at most so many warnings for each 100 references. */
const GOAL = 3;

const FOLDER_KINDS = ['folders of tests and examples', 'other folders'] as const;
type FolderKind = (typeof FOLDER_KINDS)[number];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    server: { type: 'string', default: path.resolve(import.meta.dirname, '../../dist/server.js') },
    show: { type: 'string' },
  },
});

interface Row {
  readonly file: string;
  readonly [key: string]: unknown;
}

const cache = await mkdtemp(path.join(tmpdir(), 'registry-lens-noise-'));
try {
  await main();
} finally {
  await rm(cache, { recursive: true, force: true });
}

async function main(): Promise<void> {
  const all = { references: 0, loud: 0 };
  const references = new Map<FolderKind, number>();
  const loudByRule = new Map<string, Map<FolderKind, number>>();
  for (const folder of positionals) {
    const listed = rowsOf(await run(['list', folder]), 'references');
    const found = rowsOf(await run(['check', '--offline', folder]), 'findings');
    const loud = found.filter(({ severity }) => severity === 'warning' || severity === 'error');
    for (const { file } of listed) count(references, folderKindOf(file));
    for (const { file, rule, message } of loud) {
      const kinds = loudByRule.get(String(rule)) ?? new Map<FolderKind, number>();
      count(kinds, folderKindOf(file));
      loudByRule.set(String(rule), kinds);
      if (values.show === rule && folderKindOf(file) === 'other folders')
        console.log(`    ${path.basename(folder)}/${file}: ${String(message).slice(0, 100)}`);
    }
    all.references += listed.length;
    all.loud += loud.length;
    console.log(line(path.basename(folder), listed.length, loud.length));
  }
  console.log(line('all', all.references, all.loud));
  for (const kind of FOLDER_KINDS) {
    const own = [...loudByRule.values()].reduce((sum, kinds) => sum + (kinds.get(kind) ?? 0), 0);
    console.log(line(kind, references.get(kind) ?? 0, own));
  }
  for (const [rule, kinds] of loudByRule) {
    console.log(`  ${rule}: ${FOLDER_KINDS.map(kind => `${kinds.get(kind) ?? 0} in ${kind}`).join(', ')}`);
  }
  if (all.loud > (GOAL * all.references) / 100) process.exitCode = 1;
}

function folderKindOf(file: string): FolderKind {
  const folders = file.split('/').slice(0, -1);
  return folders.some(name =>
    /(?:^|[-_.])(?:tests?|e2e|fixtures?|examples?|samples?|demos?|docs?)(?:$|[-_.])/i.test(name),
  )
    ? 'folders of tests and examples'
    : 'other folders';
}

async function run(args: readonly string[]): Promise<unknown> {
  const [command = '', ...more] = args;
  const options = { env: { ...process.env, REGISTRY_LENS_CACHE: cache }, maxBuffer: 2 ** 30 };
  const whole = [values.server, command, '--format', 'json', ...more];
  // A finding ends it with another status than 0, and what it prints is whole all the same.
  const { stdout } = await promisify(execFile)(process.execPath, whole, options).catch(failed => failed);
  return JSON.parse(String(stdout));
}

function rowsOf(printed: unknown, name: string): readonly Row[] {
  const rows = isObject(printed) ? printed[name] : undefined;
  return Array.isArray(rows) ? rows.filter(row => isObject(row) && typeof row.file === 'string') : [];
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function line(what: string, references: number, loud: number): string {
  const rate = references === 0 ? '–' : ((100 * loud) / references).toFixed(1);
  return `${what}: ${references} references, ${loud} warnings, ${rate} for each 100`;
}
