/**
 * How long ago a moment was, both in milliseconds since the epoch: `just now`, `3 minutes ago`, `2 days ago`, `7 months
 * ago`.
 */
export function agoText(then: number, now: number): string {
  const minutes = Math.floor((now - then) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${counted(minutes, 'minute')} ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${counted(hours, 'hour')} ago`;
  const days = Math.floor(hours / 24);
  if (days < 90) return `${counted(days, 'day')} ago`;
  return days < 730
    ? `${counted(Math.floor(days / 30.44), 'month')} ago`
    : `${counted(Math.floor(days / 365.25), 'year')} ago`;
}

/** A number and its noun: `1 name`, `3 names`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/**
 * How long ago a moment was, both in milliseconds since the epoch, in the space of a few letters: `5 h`, `12 d`, `7
 * mo`, `2 y`.
 */
export function briefAge(then: number, now: number): string {
  const hours = Math.max(0, Math.floor((now - then) / 3_600_000));
  if (hours < 48) return `${hours} h`;
  const days = Math.floor(hours / 24);
  if (days < 90) return `${days} d`;
  return days < 730 ? `${Math.floor(days / 30.44)} mo` : `${Math.floor(days / 365.25)} y`;
}

/** A size as registries' websites say it, in powers of ten: `512 B`, `4.3 MB`, `128 MB`. */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit > 0 && size < 9.95 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}
