import type { Diagnostic } from 'vscode-languageserver';
import type { Finding } from '../model/finding.ts';
import { type DiagnosticAbilities, diagnosticsOf } from '../views/diagnostics.ts';
import type { Checked } from './workspace.ts';

/** The diagnostics of a document, one for each finding, in their order. */
export type Diagnosed = (checked: Checked) => readonly Diagnostic[];

/** Makes each diagnostic once: of a large document, few change at a time. */
export function createDiagnosed(abilities: DiagnosticAbilities): Diagnosed {
  const byFinding = new WeakMap<Finding, Diagnostic>();
  const byAnalysis = new WeakMap<Checked['analysis'], readonly Diagnostic[]>();
  return ({ analysis, lines }) => {
    const known = byAnalysis.get(analysis);
    if (known !== undefined) return known;
    const made = analysis.findings.flatMap(finding => {
      const before = byFinding.get(finding);
      if (before !== undefined) return [before];
      const now = diagnosticsOf([finding], lines, abilities);
      for (const diagnostic of now) byFinding.set(finding, diagnostic);
      return now;
    });
    byAnalysis.set(analysis, made);
    return made;
  };
}
