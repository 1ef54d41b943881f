import type { Finding, Fix } from '../model/finding.ts';
import { spanOf } from '../model/span.ts';

/**
 * "Ignore here": a comment line that silences the finding's rule for its reference. `undefined` where the language has
 * no comment, or the place has no room for one. Offered beside the rules' own fixes, and never applied by `--fix`.
 */
export function ignoreFix(finding: Finding): Fix | undefined {
  const place = finding.ignoreAt;
  if (place === undefined) return undefined;
  return {
    title: `Ignore \`${finding.rule}\` here`,
    safety: 'silence',
    edits: [
      {
        span: spanOf(place.offset, place.offset),
        expects: '',
        put: `${place.open}registry-lens: ignore ${finding.rule}${place.close ?? ''}${place.newline}`,
      },
    ],
  };
}

/** Everything that can be done about a finding: what its rule offers, and then "Ignore here". */
export function fixesOf(finding: Finding): readonly Fix[] {
  const ignore = ignoreFix(finding);
  return ignore === undefined ? finding.fixes : [...finding.fixes, ignore];
}
