import path from 'node:path';
import envReplace from '@npmcli/config/lib/env-replace.js';
import { readDocument } from '../files/document.ts';
import { readInside } from '../files/inside.ts';
import type { Login, RoutingWorld } from '../registries/route.ts';

/** What one file, or the environment, says about where packages live. Every package manager's configuration comes down to these. */
export interface AddressLayer {
  /** Where it stands, for the log. */
  readonly from: string;
  /** A folder's layer may choose a registry, never a credential, and its variables are not expanded. */
  readonly owner: 'user' | 'folder';
  /** Addresses as they are written, by scope with its `@`; by the empty string for all other packages. */
  readonly addresses: ReadonlyMap<string, string>;
  /** It is there and could not be read, for this reason, so it might map any name that no layer above it maps. */
  readonly broken?: string;
}

/** Who asks for a package at an address; the base is without a trailing slash. */
export interface LoginQuestion {
  readonly base: string;
  readonly name: string;
}

/** `withheld`: there is one that may be meant for this address and cannot or must not be sent. */
export type FoundLogin = Login | 'none' | 'withheld';

/** The text of a configuration file, if there is one. */
export type ConfigurationText =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'absent' }
  /** `detail` ends a sentence that begins with the file. */
  | { readonly is: 'broken'; readonly detail: string };

/**
 * Reads a file of some tool's configuration, by whose word it is: a file of the user's must lie outside of what is checked, a
 * folder's inside of it, both after links are followed. Never rejects.
 *
 * @param file an absolute path
 */
export async function readConfiguration(
  file: string,
  owner: AddressLayer['owner'],
  { ownership }: Pick<RoutingWorld, 'ownership'>,
): Promise<ConfigurationText> {
  const read = owner === 'user' ? await readDocument(file) : await readInside(edgeOf(file, ownership), file);
  if (owner === 'user' && read.is === 'text' && (await ownership.isFolders(file))) {
    return { is: 'broken', detail: 'lies in the folder that is checked, so it is not taken for your own' };
  }
  switch (read.is) {
    case 'text':
      return { is: 'text', text: read.text };
    case 'outside':
      return { is: 'broken', detail: 'is a link out of the folder, so it is not read' };
    case 'unreadable':
      if (read.detail === 'ENOENT' || read.detail === 'ENOTDIR') return { is: 'absent' };
      return { is: 'broken', detail: `cannot be read (${read.detail})` };
    case 'too-large':
    case 'not-text':
      return { is: 'broken', detail: 'is no configuration' };
  }
}

/** The folder in which a folder's file must lie, links followed. */
export function edgeOf(file: string, ownership: RoutingWorld['ownership']): string {
  return ownership.edgeOf(path.dirname(file));
}

/** `${NAME}` as npm expands it; a name that is not set stays as it is written. */
export function expandVariables(text: string, { environment }: RoutingWorld): string {
  return envReplace(text, environment);
}

/** Whether a variable is left in a value: it must not be expanded, or it is not set. */
export function hasVariable(value: string): boolean {
  return value.includes('${');
}
