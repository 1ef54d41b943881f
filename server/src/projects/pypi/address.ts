import { baseAddress } from '../../model/address.ts';
import type { Login } from '../../registries/route.ts';
import type { NamedIndex } from './plan.ts';

/** PyPI's Simple API, which every client asks where nothing else is said. */
export const PYPI = 'https://pypi.org/simple';

/** Everybody's index, as it stands where nobody says another. */
export const DEFAULT: NamedIndex = { from: 'the default', owner: 'user', url: PYPI, isDefault: true };

/** An address that can be asked. */
export interface IndexAddress {
  /** Absolute, http or https, without a trailing slash or user information. */
  readonly base: string;
  /** The login that is written in the address itself. A secret. */
  readonly login?: Login;
}

/** What an address is that is written in a configuration. */
export type ReadAddress =
  | ({ readonly is: 'address' } & IndexAddress)
  /** It holds a variable that must not be expanded, or is not set. */
  | { readonly is: 'variable' }
  /** It is a path, or of a protocol that is not followed. */
  | { readonly is: 'other' };

/** Reads the address of an index. Never throws. */
export function readAddress(written: string): ReadAddress {
  if (VARIABLE.test(written)) return { is: 'variable' };
  if (!URL.canParse(written)) return { is: 'other' };
  const url = new URL(written);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  const base = baseAddress(url.href);
  if (base === undefined) return { is: 'other' };
  if (username === '' && password === '') return { is: 'address', base };
  const login = { is: 'basic' as const, user: decoded(username), password: decoded(password) };
  return { is: 'address', base, login };
}

/** `${NAME}` as PDM and pip write it; Pipenv takes `$NAME` as well. */
const VARIABLE = /\$\{|\$[A-Za-z_]/;

/** The base address of an index, where it has one. */
export function baseOf(index: NamedIndex): string | undefined {
  const read = readAddress(index.url);
  return read.is === 'address' ? read.base : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
