import type { Status, StatusLimit } from '../../server/src/editor/protocol.ts';

/** What the status item says. The text may begin with an icon, as in `$(watch) …`. */
export interface StatusWords {
  readonly text: string;
  readonly tooltip: string;
  /** When it is no longer so by itself, in milliseconds since the epoch; absent where something must happen first. */
  readonly until?: number;
}

/**
 * What could not be checked and which host allows little more; nothing where all is well. `now` is in milliseconds
 * since the epoch, and `timeText` writes such a time as the user's clocks do.
 */
export function statusWords(
  { checked, unknown, trusted, limits = [] }: Status,
  now: number,
  timeText: (time: number) => string,
): StatusWords | undefined {
  if (!trusted && checked > 0) {
    return {
      text: '$(shield) Registry Lens: restricted',
      tooltip: 'The workspace is not trusted, so no registry is asked.',
    };
  }
  const told = limits.filter(({ until }) => until === undefined || until > now);
  const ends = told.flatMap(({ until }) => until ?? []);
  const until = ends.length === 0 ? {} : { until: Math.min(...ends) };
  const limited = told.map(limit => limitText(limit, timeText));
  const count = unknown.reduce((sum, gap) => sum + gap.count, 0);
  if (count > 0) {
    const reasons = [...new Set(unknown.map(gap => gap.why))];
    const reason = reasons.length === 1 ? ` (${reasons[0]})` : '';
    return {
      text: `$(question) Registry Lens: ${count === 1 ? '1 name' : `${count} names`} could not be checked${reason}`,
      tooltip: [...unknown.map(gap => `${gap.registry}: ${gap.count} (${gap.why})`), ...limited].join('\n'),
      ...until,
    };
  }
  const [first] = limited;
  if (first === undefined) return undefined;
  return { text: `$(watch) Registry Lens: ${first}`, tooltip: limited.join('\n'), ...until };
}

function limitText({ host, limit, remaining, until }: StatusLimit, timeText: (time: number) => string): string {
  const name = host === 'registry-1.docker.io' ? 'docker.io' : host;
  if (until === undefined) return `${name} allows ${remaining} more of ${limit} pulls`;
  return `${name} asks for a pause until ${timeText(until)}; old answers are kept`;
}
