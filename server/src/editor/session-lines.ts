import { type TakeTurns, takeTurns } from '../files/turn.ts';
import type { Severity } from '../model/finding.ts';
import { readSettings } from '../read-settings.ts';
import type { Settings } from '../settings.ts';
import { VERSION } from '../version.ts';
import { counted } from '../views/words.ts';
import { changedParts } from '../workspace/judgements.ts';
import type { Checked, Folder } from './workspace.ts';

/** What runs where, and how it is set: the line by which a log begins. Of addresses only that some are set. */
export function firstLine(folders: readonly Folder[], runtime: string): string {
  const set = folders.map(({ root, settings }) => {
    const differing = differencesOf(settings);
    return `\`${root ?? 'no folder'}\`: ${differing.length === 0 ? 'default settings' : differing.join(', ')}`;
  });
  return [`Registry Lens ${VERSION} on ${runtime}`, ...set].join('; ');
}

/** Where a registry is, and who may get a login, may be nobody else's business. */
const NOT_SHOWN: readonly string[] = ['registries', 'tokenServices'];

function differencesOf(settings: Settings): string[] {
  const { settings: defaults } = readSettings({}, []);
  return Object.entries(settings).flatMap(([name, value]) => {
    const usual = JSON.stringify(defaults[name as keyof Settings]);
    if (JSON.stringify(value) === usual) return [];
    return [NOT_SHOWN.includes(name) ? `${name} (set)` : `${name} ${JSON.stringify(value)}`];
  });
}

/** What a scan came to: the line by which it ends in the log. In turns, as there may be many documents. */
export async function scanLine(
  documents: Iterable<Checked>,
  milliseconds: number,
  stopped: boolean,
  turns: TakeTurns = takeTurns,
): Promise<string> {
  const turn = turns();
  const findings: Record<Severity, number> = { error: 0, warning: 0, information: 0, hint: 0 };
  let files = 0;
  let names = 0;
  let unchecked = 0;
  for (const { analysis } of documents) {
    if (turn.isOver()) await turn.end();
    files += 1;
    names += analysis.judged.length;
    for (const part of changedParts(analysis.judged, undefined)) {
      if (turn.isOver()) await turn.end();
      for (const { why } of part) if (why !== undefined) unchecked += 1;
    }
    for (const { severity } of analysis.findings) findings[severity] += 1;
  }
  const { error, warning, information, hint } = findings;
  const found = [
    ...[counted(error, 'error'), counted(warning, 'warning')],
    ...[`${information} information`, counted(hint, 'hint')],
  ].join(', ');
  const verb = stopped ? 'Stopped' : 'Checked';
  const seconds = (milliseconds / 1000).toFixed(1);
  return `${verb}: ${counted(files, 'file')}, ${counted(names, 'image or package').replace('image or packages', 'images and packages')} in ${seconds} s: ${found}; ${unchecked} could not be checked.`;
}
