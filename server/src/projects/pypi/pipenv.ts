import type { RoutingWorld } from '../../registries/route.ts';
import { baseOf, DEFAULT, PYPI } from './address.ts';
import { closed, closedByBroken, type NamedIndex, type Plan } from './plan.ts';
import type { PythonSource } from './source.ts';
import { type TomlFile, tablesIn, textOf } from './toml-file.ts';

/** What Pipenv is configured with by a Pipfile. */
export interface PipenvConfiguration {
  readonly indexes: readonly NamedIndex[];
  /** Where another index than PyPI stands first; absent: none does. */
  readonly asksElsewhere?: string;
  plan(source: PythonSource): Plan;
}

/**
 * Reads `[[source]]` of a Pipfile (pipenv/project.py `sources`, docs/indexes.md): a name is asked at the first source,
 * or at the one that it is bound to. `PIPENV_PYPI_MIRROR` stands in for PyPI alone.
 *
 * @param pipfile the nearest, if there is one
 */
export function readPipenv(pipfile: TomlFile | undefined, { environment }: RoutingWorld): PipenvConfiguration {
  const mirror = environment.PIPENV_PYPI_MIRROR || undefined;
  const mirrors: readonly NamedIndex[] =
    mirror === undefined ? [] : [{ ...DEFAULT, from: 'PIPENV_PYPI_MIRROR', url: mirror }];
  const sources = tablesIn(pipfile?.top.source).flatMap((table): readonly NamedIndex[] => {
    const url = textOf(table.url);
    const name = textOf(table.name);
    if (url === undefined || pipfile === undefined) return [];
    return [{ ...{ from: pipfile.from, owner: 'folder', url }, ...(name === undefined ? {} : { name }) }];
  });
  const asked = (index: NamedIndex) => (baseOf(index) === PYPI ? (mirrors[0] ?? index) : index);
  const first = sources[0] ?? DEFAULT;
  return {
    indexes: [...sources, ...mirrors],
    ...(baseOf(first) === PYPI ? {} : { asksElsewhere: first.from }),
    plan(source) {
      if (pipfile?.broken !== undefined) return closedByBroken(pipfile.from, pipfile.broken);
      if (source.index === undefined) return { is: 'asked', rounds: [[asked(first)]] };
      const index = sources.find(({ name, url }) => name === source.index || url === source.index);
      if (index !== undefined) return { is: 'asked', rounds: [[asked(index)]] };
      const from = pipfile?.from ?? 'Pipfile';
      return closed(
        'unreachable',
        `${from}: binds names to the source \`${source.index}\`, which it does not define. They are not asked about.`,
      );
    },
  };
}
