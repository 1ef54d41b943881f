import type { Status, StatusGap, StatusLimit } from '../../server/src/editor/protocol.ts';

/** What the status item says. The text begins with an icon, as in `$(watch) …`. */
export interface StatusWords {
  readonly text: string;
  readonly tooltip: string;
  /** When it is no longer so by itself, in milliseconds since the epoch; absent where something must happen first. */
  readonly until?: number;
}

/**
 * How the check is, what could not be checked, and which host allows little more; nothing where there is no file of
 * interest. `now` is in milliseconds since the epoch, and `timeText` writes such a time as the user's clocks do.
 */
export function statusWords(status: Status, now: number, timeText: (time: number) => string): StatusWords | undefined {
  const { files, checked, unknown, old = [], passedOver = 0, limits = [] } = status;
  if (files === 0) return undefined;
  const told = limits.filter(({ until }) => until === undefined || until > now);
  const ends = told.flatMap(({ until }) => until ?? []);
  const lines = [
    stateLine(status),
    ...unknown.map(gap => `${named(gap.count)} could not be checked: ${gap.why}.`),
    ...old.map(gap => `${named(gap.count)} could not be asked about again: ${gap.why}. What was known is still shown.`),
    ...(passedOver === 0
      ? []
      : [
          `${passedOver === 1 ? '1 file is' : `${passedOver} files are`} too large or no text, and not read: see the log.`,
        ]),
    ...told.map(limit => `${limitText(limit, timeText)}.`),
  ];
  return {
    text: `$(${iconOf(status, told.length > 0)}) Registry Lens${shortText(status, told[0], timeText)}`,
    tooltip: [`${named(checked)} in ${files === 1 ? '1 file' : `${files} files`}.`, ...lines.filter(isPresent)].join(
      '\n',
    ),
    ...(ends.length === 0 ? {} : { until: Math.min(...ends) }),
  };
}

function stateLine({ trusted, offline, scanning, stopped, pending }: Status): string | undefined {
  if (!trusted) return 'The workspace is not trusted, so no registry is asked.';
  if (offline) return 'The network is switched off by `registryLens.offline`: what is known is shown.';
  if (scanning) return pending > 0 ? `Asking registries: ${pending} left.` : 'Reading files.';
  return stopped ? 'The check was stopped: files that are not open may not have been looked at.' : undefined;
}

function iconOf({ trusted, offline, unknown, old = [], scanning, stopped }: Status, isLimited: boolean): string {
  if (!trusted) return 'shield';
  if (offline) return 'circle-slash';
  if (unknown.length + old.length > 0) return 'question';
  if (isLimited) return 'watch';
  if (scanning) return 'sync~spin';
  return stopped ? 'debug-pause' : 'check';
}

function shortText(
  { trusted, offline, unknown, old = [], scanning, stopped }: Status,
  limit: StatusLimit | undefined,
  timeText: (time: number) => string,
): string {
  if (!trusted) return ': restricted';
  if (offline) return ': offline';
  if (unknown.length > 0) return `: ${named(countOf(unknown))} could not be checked${onlyReason(unknown)}`;
  if (old.length > 0) return `: could not ask again${onlyReason(old)}`;
  if (limit !== undefined) return `: ${limitText(limit, timeText)}`;
  return stopped && !scanning ? ': stopped, partial' : '';
}

function countOf(gaps: readonly StatusGap[]): number {
  return gaps.reduce((sum, gap) => sum + gap.count, 0);
}

function onlyReason([first, ...others]: readonly StatusGap[]): string {
  return first === undefined || others.length > 0 ? '' : ` (${first.why})`;
}

function named(count: number): string {
  return count === 1 ? '1 name' : `${count} names`;
}

function isPresent(line: string | undefined): line is string {
  return line !== undefined;
}

function limitText({ host, limit, remaining, until }: StatusLimit, timeText: (time: number) => string): string {
  const name = host === 'registry-1.docker.io' ? 'docker.io' : host;
  if (until === undefined) return `${name} allows ${remaining} more of ${limit} pulls`;
  return `${name} asks for a pause until ${timeText(until)}; old answers are kept`;
}
