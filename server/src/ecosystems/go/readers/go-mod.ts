import { NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { buildListStated } from '../syntax/build-list.ts';
import { decisionsIn } from '../syntax/decisions.ts';
import { heldBeside } from '../syntax/held-sums.ts';
import { modLines } from '../syntax/mod-lines.ts';
import { COMMENT_LINE, referencesOf } from '../syntax/references.ts';

/**
 * The manifest of a Go module (the Go Modules Reference, "go.mod files"): what it requires, and what takes the place of
 * that. Whatever else it says names no dependency: `exclude` names what is not taken, `retract` its own versions, and
 * `tool` packages of modules that are required besides.
 */
export const goMod: Reader = {
  id: 'go-mod',
  files: ['go.mod'],
  // The go command passes over such folders, in which tests keep what they made up.
  except: ['testdata/**/go.mod'],
  languages: [],
  speaks: 'beside',
  read: (text, file, around = NOTHING_AROUND) => {
    const { lines, comments } = modLines(text);
    const { required, replacing } = decisionsIn(lines, file, around);
    const references = referencesOf(text, lines, line => required(line) ?? replacing(line)).map(heldBeside(around));
    const statements = isConflicted(text) ? [] : buildListStated(lines, references);
    return {
      references,
      ignores: ignoresOf({ text, comments }, COMMENT_LINE),
      ...(statements.length === 0 ? {} : { statements }),
    };
  },
};
