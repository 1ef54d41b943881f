import { trimmedEnd } from './trim.ts';

/** An http or https address without user information, its trailing slashes removed; anything else is `undefined`. */
export function baseAddress(value: unknown): string | undefined {
  if (typeof value !== 'string' || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  return trimmedEnd(`${url.origin}${url.pathname}`, '/');
}

/** Whether a host, with or without its port, is this machine itself as it is written. */
export function isLoopback(host: string): boolean {
  return /^(?:(?:[\w-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i.test(host);
}
