import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
} from 'vscode-languageserver';
import type { Finding, Related, Severity } from '../model/finding.ts';
import type { Lines } from '../model/positions.ts';
import { rulePage } from './pages.ts';

/** What the client can show beyond a message. */
export interface DiagnosticAbilities {
  readonly codeDescription: boolean;
  readonly tags: boolean;
  readonly related: boolean;
}

/** The findings of a document as the protocol says them. Nothing travels in `data`: actions read the current text. */
export function diagnosticsOf(
  findings: readonly Finding[],
  lines: Lines,
  abilities: DiagnosticAbilities,
): Diagnostic[] {
  return findings.map(finding => ({
    range: lines.rangeOf(finding.at),
    severity: severityNumber(finding.severity),
    source: 'Registry Lens',
    code: finding.rule,
    ...(abilities.codeDescription ? { codeDescription: { href: rulePage(finding.rule) } } : {}),
    message: finding.message,
    ...(abilities.related && finding.related !== undefined
      ? { relatedInformation: finding.related.flatMap(relatedPlace) }
      : {}),
    ...(abilities.tags && finding.deprecated === true ? { tags: [DiagnosticTag.Deprecated] } : {}),
  }));
}

/** A place that the client can open. */
function relatedPlace({ uri, range, message }: Related): DiagnosticRelatedInformation[] {
  return uri === undefined ? [] : [{ location: { uri, range }, message }];
}

function severityNumber(severity: Severity): DiagnosticSeverity {
  switch (severity) {
    case 'error':
      return DiagnosticSeverity.Error;
    case 'warning':
      return DiagnosticSeverity.Warning;
    case 'information':
      return DiagnosticSeverity.Information;
    case 'hint':
      return DiagnosticSeverity.Hint;
  }
}
