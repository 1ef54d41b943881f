import { type Diagnostic, DiagnosticSeverity, type PublishDiagnosticsParams } from 'vscode-languageserver';
import { linesOf } from '../model/positions.ts';
import type { RepositoryWord } from '../workspace/repository-file.ts';
import { uriOf } from './uris.ts';

/** Shows in the repositories' own files what is wrong with them: pushed, as they are no documents that are judged. */
export interface RepositoryProblems {
  tell(words: readonly RepositoryWord[]): void;
}

/** @param uriFor how the client spells the URI of a file */
export function createRepositoryProblems(
  send: (params: PublishDiagnosticsParams) => Promise<void>,
  uriFor: (file: string) => string = uriOf,
): RepositoryProblems {
  /** What was shown last, by URI. */
  const shown = new Map<string, string>();
  return {
    tell(words) {
      const now = new Map(words.map(word => [uriFor(word.file), diagnosticsOf(word)]));
      for (const uri of shown.keys()) if (!now.has(uri)) now.set(uri, []);
      for (const [uri, diagnostics] of now) {
        const text = JSON.stringify(diagnostics);
        if (text === (shown.get(uri) ?? '[]')) continue;
        shown.set(uri, text);
        void send({ uri, diagnostics: [...diagnostics] });
      }
    },
  };
}

function diagnosticsOf({ text = '', problems }: RepositoryWord): readonly Diagnostic[] {
  const lines = linesOf(text);
  return problems.map(({ span, message }) => ({
    range: lines.rangeOf(span),
    severity: DiagnosticSeverity.Warning,
    source: 'Registry Lens',
    message,
  }));
}
