import type { Finding, Fix } from '../model/finding.ts';
import { withoutLogins } from '../model/plain-text.ts';
import { type Lines, linesOf, type Range } from '../model/positions.ts';
import type { NamedReference } from '../model/reference.ts';
import { culpritsIn, digestOf, type FileListing, namedThing, type Report, type UnknownName } from '../model/report.ts';
import type { Resolution } from '../model/resolution.ts';
import { textUnder } from '../model/span.ts';

/**
 * What `check --format json` prints. Absent values are `null`; ranges are positions of the Language Server Protocol.
 */
export function checkAsJson(report: Report): object {
  return {
    findings: report.files.flatMap(({ file, text, findings }) => {
      const lines = linesOf(text);
      return findings.map(finding => findingAsJson(file, finding, lines));
    }),
    culprits: culpritsIn(report.files).map(({ registry, name, version, what, lockfiles }) => ({
      ...{ registry, name, version, what },
      lockfiles: lockfiles.map(({ file, ways }) => ({ file, ways })),
    })),
    unknown: report.unknown.map(unknownAsJson),
    stats: report.stats,
  };
}

/** What `list --format json` prints. */
export function listAsJson(listings: readonly FileListing[]): object {
  return {
    references: listings.flatMap(listing => {
      const lines = linesOf(listing.text);
      return listing.references.map((reference, i) => ({
        ...referenceAsJson(listing, reference, lines),
        ...(listing.resolutions === undefined ? {} : resolutionAsJson(listing.resolutions[i])),
        ...(listing.chains === undefined ? {} : { why: listing.chains[i] ?? null }),
      }));
    }),
  };
}

function unknownAsJson(unknown: UnknownName) {
  const { file, registry, name, want, why } = unknown;
  return { file, registry, name, want, why, until: untilOf(unknown) };
}

/** Until when a registry wants to be left alone, in ISO 8601, where it said so; a registry may say anything. */
function untilOf({ why, whereabouts }: UnknownName): string | null {
  const trouble = whereabouts?.trouble;
  if (why !== 'throttled' || trouble?.is !== 'paused') return null;
  const until = new Date(trouble.until);
  return Number.isNaN(until.getTime()) ? null : until.toISOString();
}

function findingAsJson(file: string, finding: Finding, lines: Lines) {
  return {
    file,
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message,
    range: lines.rangeOf(finding.at),
    fixes: finding.fixes.map(fix => fixAsJson(file, fix, lines)),
  };
}

function fixAsJson(file: string, fix: Fix, lines: Lines) {
  return {
    title: fix.title,
    safety: fix.safety,
    proof: fix.proof ?? null,
    edits: [
      ...fix.edits.map(edit => ({ file, range: lines.rangeOf(edit.span), newText: edit.put })),
      ...(fix.elsewhere?.edits ?? []).map(({ range, put }) => ({ file: fix.elsewhere?.file, range, newText: put })),
    ],
  };
}

function referenceAsJson({ file, kind, text }: FileListing, reference: NamedReference, lines: Lines): ListedReference {
  const { subject, span, role } = reference;
  return {
    file,
    kind,
    ...namedThing(subject),
    digest: digestOf(subject) ?? null,
    text: withoutLogins(textUnder(text, span)),
    range: lines.rangeOf(span),
    role,
    opaque: subject.kind === 'opaque' ? subject.why : null,
  };
}

/** Of what nobody is asked about, all is `null`. */
function resolutionAsJson(resolution: Resolution | undefined) {
  return {
    chosen: resolution?.chosen ?? null,
    standing: resolution?.standing ?? null,
    latest: resolution?.latest ?? null,
    asOf: resolution?.asOf === undefined ? null : new Date(resolution.asOf).toISOString(),
  };
}

interface ListedReference {
  readonly file: string;
  readonly kind: string;
  readonly registry: string;
  readonly name: string | null;
  readonly want: string | null;
  readonly digest: string | null;
  readonly text: string;
  readonly range: Range;
  readonly role: string;
  readonly opaque: string | null;
}
