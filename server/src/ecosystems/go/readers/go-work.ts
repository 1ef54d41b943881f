import type { Reader } from '../../../model/reader.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { modLines } from '../syntax/mod-lines.ts';
import { COMMENT_LINE, referencesOf } from '../syntax/references.ts';
import { replacementIn } from '../syntax/replacements.ts';
import { workStatements } from '../syntax/work.ts';

/**
 * A workspace of Go (the Go Modules Reference, "Workspaces"): what it replaces counts for all modules that it uses.
 * Which of them requires what is replaced stands in other files, so that it may be none.
 */
export const goWork: Reader = {
  id: 'go-work',
  files: ['go.work'],
  except: ['testdata/**/go.work'],
  languages: [],
  speaks: 'below',
  read: text => {
    const file = modLines(text);
    const references = referencesOf(text, file.lines, line => {
      const replacement = replacementIn(line);
      if (replacement === undefined) return undefined;
      const { span, name, by } = replacement;
      return { span, name, subject: by.kind === 'release' ? { ...by, wantedIf: 'others-want-it' } : by };
    });
    return {
      references,
      ignores: ignoresOf({ text, comments: file.comments }, COMMENT_LINE),
      statements: workStatements(file),
    };
  },
};
