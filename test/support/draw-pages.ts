/** Draws into each rule's page what its fixtures find and repair now: `npm run pages`. Read what it wrote. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { drawFixture } from './page-drawing.ts';
import {
  type Fence,
  type Fixture,
  fenceText,
  type Piece,
  pageText,
  parseRulePage,
  type RulePage,
} from './rule-page.ts';

const PAGES = path.resolve(import.meta.dirname, '../../docs/rules');

for (const name of await readdir(PAGES)) {
  const rule = path.basename(name, '.md');
  const file = path.join(PAGES, name);
  const now = await readFile(file, 'utf8');
  const drawn = redrawn(rule, parseRulePage(now));
  if (drawn === now) continue;
  await writeFile(file, drawn);
  console.log(`Drew ${rule}.`);
}

function redrawn(rule: string, page: RulePage): string {
  const replaced = new Map<Piece, readonly Piece[]>();
  for (const fixture of page.fixtures) redraw(rule, fixture, replaced);
  return pageText(page.pieces.flatMap(piece => replaced.get(piece) ?? [piece]));
}

function redraw(rule: string, fixture: Fixture, replaced: Map<Piece, readonly Piece[]>): void {
  const { files, repairs } = drawFixture(rule, fixture);
  for (const [i, fence] of fixture.files.entries()) replaced.set(fence, [{ ...fence, body: files[i] ?? '' }]);
  const there = fixture.repairs;
  for (const [i, fence] of there.entries()) {
    const body = repairs[i];
    replaced.set(fence, body === undefined ? [] : [{ ...fence, body }]);
  }
  const last = [...fixture.files, ...there].sort((a, b) => a.line - b.line).at(-1);
  if (last === undefined) return;
  const added = repairs.slice(there.length).map(repairOf);
  replaced.set(last, [...(replaced.get(last) ?? [last]), ...added]);
}

function repairOf(body: string): Piece {
  const fence: Pick<Fence, 'language' | 'role' | 'body'> = { language: 'diff', role: { is: 'repair' }, body };
  return { is: 'prose', text: `\n${fenceText(fence)}` };
}
