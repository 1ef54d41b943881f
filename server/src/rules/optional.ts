import { PACKAGES } from '../ecosystems/index.ts';
import type { Severity } from '../model/finding.ts';
import type { ReleaseSubject } from '../model/reference.ts';

/** How loud it is that something cannot be had which the file can do without; empty where it cannot. */
export function optionalSeverity({ optional, peer }: ReleaseSubject): { readonly severity?: Severity } {
  if (optional !== true) return {};
  return { severity: peer === true ? 'hint' : 'information' };
}

/** What that means for who installs, as a sentence behind others; empty where the file cannot do without. */
export function optionalNote({ registry, optional, peer }: ReleaseSubject): string {
  if (optional !== true) return '';
  const { words } = PACKAGES[registry];
  return peer === true
    ? ` It is an optional peer: who installs this ${words.one} need not have it.`
    : ` It is optional: ${words.withoutOptional}.`;
}
