import { PACKAGES } from '../ecosystems/index.ts';
import type { Severity } from '../model/finding.ts';
import type { ReleaseSubject } from '../model/reference.ts';

/**
 * How loud it is that something cannot be had which the file can do without, or may never ask for; empty where neither
 * is so.
 */
export function optionalSeverity({ optional, peer, wantedIf }: ReleaseSubject): { readonly severity?: Severity } {
  if (optional !== true) return wantedIf === undefined ? {} : { severity: 'information' };
  return { severity: peer === true ? 'hint' : 'information' };
}

/** What that means for who installs, as a sentence behind others; empty where the file cannot do without. */
export function optionalNote({ registry, optional, peer, wantedIf }: ReleaseSubject): string {
  const { words } = PACKAGES[registry];
  if (optional !== true) {
    switch (wantedIf) {
      case undefined:
        return '';
      case 'conditions-hold':
        return ' It is wanted under conditions, which are not looked into.';
      case 'others-want-it':
        return ` ${words.ifOthersWantIt ?? `By itself it asks for nothing: it counts only where something else wants the ${words.one}.`}`;
    }
  }
  return peer === true
    ? ` It is an optional peer: who installs this ${words.one} need not have it.`
    : ` It is optional: ${words.withoutOptional}.`;
}
