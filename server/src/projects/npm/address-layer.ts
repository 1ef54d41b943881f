import envReplace from '@npmcli/config/lib/env-replace.js';
import type { Owner } from '../../model/ownership.ts';
import type { Login, RoutingWorld } from '../../registries/route.ts';

/**
 * What one file, or the environment, says about where packages live. Every package manager's configuration comes down
 * to these.
 */
export interface AddressLayer {
  /** Where it stands, for the log. */
  readonly from: string;
  readonly owner: Owner;
  /** Addresses as they are written, by scope with its `@`; by the empty string for all other packages. */
  readonly addresses: ReadonlyMap<string, string>;
  /** It is there and could not be read, for this reason, so it might map any name that no layer above it maps. */
  readonly broken?: string;
  /**
   * It says where all packages without a scope of their own live, and whose word that is cannot be told: this says why.
   */
  readonly untold?: string;
}

/** Who asks for a package at an address; the base is without a trailing slash. */
export interface LoginQuestion {
  readonly base: string;
  readonly name: string;
}

/** `withheld`: there is one that may be meant for this address and cannot or must not be sent. */
export type FoundLogin = Login | 'none' | 'withheld';

/** `${NAME}` as npm expands it; a name that is not set stays as it is written. */
export function expandVariables(text: string, { environment }: RoutingWorld): string {
  return envReplace(text, environment);
}

/** Whether a variable is left in a value: it must not be expanded, or it is not set. */
export function hasVariable(value: string): boolean {
  return value.includes('${');
}

/**
 * Whose word one of npm's variables is. `folder`: it only says again what the folder's files say. `untold`: a package
 * manager started this process, and may have made the variable of something in those files that it reads otherwise.
 */
export type VariableOwner = 'user' | 'folder' | 'untold';

/** Why a variable of which that cannot be told is not obeyed, as the rest of a sentence. */
export const UNTOLD =
  'comes from the package manager that started this, which may have it from the folder; start the command by itself';

/** Tells whose word a variable is, by its key and its value. */
export type OwnerOfVariable = (key: string, value: string) => VariableOwner;
