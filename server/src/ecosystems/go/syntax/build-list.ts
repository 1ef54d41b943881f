import type { Around } from '../../../model/reader.ts';
import type { Reference } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import { moduleText } from './held-sums.ts';
import type { ModLine } from './mod-lines.ts';

/**
 * What a go.mod says to the go.sum beside it: the modules that take part in the build, at their versions, with what
 * replaces them. Nothing where it does not list them all, as before Go 1.17 (the Go Modules Reference, "go directive").
 */
export function buildListStated(lines: readonly ModLine[], references: readonly Reference[]): readonly Statement[] {
  if (!listsAll(lines)) return [];
  const modules = references.flatMap(({ subject }) => {
    const taken = subject.kind === 'opaque' ? subject.decided?.subject : subject;
    const isTaken = taken?.kind === 'release' && taken.wantedIf === undefined;
    return isTaken && taken.want.is === 'exact' ? [moduleText(taken.name, taken.want.version)] : [];
  });
  return [{ says: 'gives', key: BUILD_LIST_KEY, reach: 'beside', value: [...new Set(modules)].join('\n') }];
}

/**
 * Tells whether the go.mod beside has a module at a version take part in the build; `undefined` where that is not
 * known. A go.sum keeps many more, for which nobody needs to be asked.
 */
export function buildListBeside({ told }: Around): ((path: string, version: string) => boolean) | undefined {
  const said = told(BUILD_LIST_KEY).at(-1);
  if (said?.says !== 'gives') return undefined;
  const modules = new Set(said.value.split('\n'));
  return (path, version) => modules.has(moduleText(path, version));
}

/** Under this, a go.mod says what takes part in its build. Only files of this ecosystem speak of it. */
const BUILD_LIST_KEY = 'build list go';

function listsAll(lines: readonly ModLine[]): boolean {
  const written = lines.find(({ verb }) => verb === 'go')?.words[0]?.text ?? '';
  const [, major, minor] = /^(\d{1,3})\.(\d{1,4})/.exec(written) ?? [];
  return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 17);
}
