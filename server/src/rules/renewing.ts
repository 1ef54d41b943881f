import { PACKAGES } from '../ecosystems/index.ts';
import { code } from '../model/plain-text.ts';
import type { ReleaseSubject } from '../model/reference.ts';
import { commandText, type ToolCommand } from '../model/tool-command.ts';
import type { Sight, Verdict } from './rule.ts';
import type { WayOut } from './upgrading.ts';

/**
 * What mends a release in the lockfile that holds it, by its own tool. Of what a lockfile's own line is about, only
 * where a good version is near; whether all who bring it in allow that one, the tool finds out.
 */
export function renewalOf(sight: RenewingSight, way: WayOut): ToolCommand | undefined {
  const { subject, reference, file, brought, text } = sight;
  const { registry, name, source, held, want, locked } = subject;
  if (way.is === 'untold' || way.is === 'none' || way.is === 'young') return undefined;
  const { renewal } = PACKAGES[registry];
  const common = { name, to: way.version, ...(source === undefined ? {} : { source }) };
  if (way.is === 'renewal') {
    if (held === undefined) return undefined;
    const { version, alias } = held;
    const called = alias === undefined ? {} : { alias };
    const isShared = file !== undefined && folderOf(file) !== folderOf(way.by);
    return renewal?.({ ...common, ...called, version, lockfile: baseName(way.by), isDirect: true, isShared });
  }
  if (reference.role !== 'lock' || file === undefined || want.is !== 'exact' || way.direction !== 'up')
    return undefined;
  // Whose lockfile does not tell who brings it in is not told that somebody wants it.
  const isDirect = brought?.isDirect === true;
  const isRecorded = locked?.from !== undefined || locked?.hashes !== undefined;
  const isShared = brought?.isShared === true;
  const lockfile = {
    lockfile: baseName(file),
    isRecorded,
    isShared,
    ...(text === undefined ? {} : { head: text.slice(0, HEAD) }),
  };
  return renewal?.({ ...common, version: want.version, ...lockfile, isDirect });
}

type RenewingSight = Pick<Sight<ReleaseSubject>, 'subject' | 'reference' | 'file' | 'brought'> &
  Partial<Pick<Sight<ReleaseSubject>, 'text'>>;

/** Of a lockfile's text, in characters: what tells its version stands in the first lines. */
const HEAD = 500;

/** What a verdict tells of that. */
export function renewing(sight: RenewingSight, way: WayOut): Pick<Verdict, 'commands' | 'better'> {
  const command = renewalOf(sight, way);
  return {
    ...(command === undefined ? {} : { commands: [command] }),
    ...(way.is === 'version' && way.direction === 'up' ? { better: way.version } : {}),
  };
}

/** What is to be done about a lockfile, as the beginning of a sentence. */
export function renewalText(lockfile: string, command: ToolCommand | undefined): string {
  const text = command === undefined ? undefined : commandText(command);
  return text === undefined ? `Renew it in ${code(lockfile)}` : `Run ${code(text)}`;
}

/** The name of a file, without folders. */
export function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

/** The folder of a file, with `/` at its end; empty where it has none. */
export function folderOf(file: string): string {
  return file.slice(0, file.length - baseName(file).length);
}
