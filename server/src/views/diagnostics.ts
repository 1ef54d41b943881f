import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import type { Finding, Severity } from '../model/finding.ts';
import type { Lines } from '../model/positions.ts';

/** Where the documentation of every rule stands, under its id as the anchor. */
export const RULE_PAGE = 'https://github.com/registry-lens/registry-lens/blob/main/README.md#';

/** What the client can show beyond a message. */
export interface DiagnosticAbilities {
  readonly codeDescription: boolean;
  readonly tags: boolean;
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
    ...(abilities.codeDescription ? { codeDescription: { href: `${RULE_PAGE}${finding.rule}` } } : {}),
    message: finding.message,
    ...(abilities.tags && finding.deprecated === true ? { tags: [DiagnosticTag.Deprecated] } : {}),
  }));
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
