import { isIsoDate } from '../../model/iso-date.ts';
import { parseJsonObject } from '../json.ts';
import { readVersion } from './versions.ts';

/** What a proxy says of one version. */
export interface Info {
  /** In canonical form. */
  readonly version: string;
  /** When its commit was made, ISO 8601. */
  readonly time?: string;
}

/** Reads `@v/VERSION.info` and `@latest` (Go modules reference, “GOPROXY protocol”). */
export function readInfo(text: string): Info | undefined {
  const { Version: version, Time: time } = parseJsonObject(Buffer.from(text)) ?? {};
  if (typeof version !== 'string' || readVersion(version) === undefined) return undefined;
  return { version, ...(typeof time === 'string' && isIsoDate(time) ? { time } : {}) };
}
