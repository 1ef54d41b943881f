import { baseAddress } from '../../model/address.ts';
import type { Owner } from '../../model/ownership.ts';
import type { Login, RoutingWorld } from '../../registries/route.ts';

/** What an address is that is written in a configuration. */
export type ReadAddress =
  /** A login that is written in it is a secret. */
  | { readonly is: 'address'; readonly base: string; readonly login?: Login }
  /** It holds a variable that must not be expanded, or is not set. */
  | { readonly is: 'variable' }
  /** It is a path, or of a protocol that is not followed. */
  | { readonly is: 'other' };

/** Reads the address of a repository, or of a mirror. Never throws. */
export function readAddress(written: string, owner: Owner, world: Variables): ReadAddress {
  const text = expanded(written.trim(), owner, world);
  if (text === undefined) return { is: 'variable' };
  if (!URL.canParse(text)) return { is: 'other' };
  const url = new URL(text);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  const base = baseAddress(url.href);
  if (base === undefined) return { is: 'other' };
  if (username === '' && password === '') return { is: 'address', base };
  return { is: 'address', base, login: { is: 'basic', user: decoded(username), password: decoded(password) } };
}

type Variables = Pick<RoutingWorld, 'environment' | 'home'>;

/**
 * A text of settings with its variables put in (maven-settings-builder, `DefaultSettingsBuilder`, `interpolate`):
 * `${env.NAME}` and `${user.home}`. `undefined` where one is not known, or the text is the folder's, whose variables
 * are not expanded: they may hold secrets.
 */
export function expanded(text: string, owner: Owner, { environment, home }: Variables): string | undefined {
  if (!text.includes('${')) return text;
  if (owner === 'folder') return undefined;
  let isKnown = true;
  const full = text.replace(/\$\{([^{}]*)\}/g, (_, name: string) => {
    const value = name === 'user.home' ? home : name.startsWith('env.') ? environment[name.slice(4)] : undefined;
    if (value === undefined) isKnown = false;
    return value ?? '';
  });
  return isKnown ? full : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
