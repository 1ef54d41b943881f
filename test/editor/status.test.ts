import { expect, it } from 'vitest';
import type { Connection } from 'vscode-languageserver';
import { createStatusFeed } from '../../server/src/editor/status.ts';
import type { Checked } from '../../server/src/editor/workspace.ts';
import type { Reference, ReleaseSubject } from '../../server/src/model/reference.ts';
import { spanOf } from '../../server/src/model/span.ts';
import { judgementsOf } from '../../server/src/workspace/judgements.ts';
import { HOSTILE_WORDS, PLAIN } from '../support/hostile-words.ts';

it.each(Object.entries(HOSTILE_WORDS))(
  'logs a name that could not be checked, and its file, that are %s',
  async (_, word) => {
    const want = { is: 'range', text: word } as const;
    const subject: ReleaseSubject = { kind: 'release', registry: 'npm', name: `a${word}`, want, edit: spanOf(0, 0) };
    const reference: Reference = { span: spanOf(0, 1), role: 'manifest', subject };
    const checked = {
      key: 'a',
      analysis: { judged: judgementsOf([{ reference, why: 'refused', findings: [], questions: [], looked: [] }]) },
      file: `${word}/package.json`,
      folder: { lens: { whereabouts: () => undefined } },
    };
    const lines: string[] = [];
    const connection: Pick<Connection, 'sendNotification'> = { sendNotification: async () => undefined };
    await createStatusFeed({
      connection: connection as Connection,
      documents: () => [checked as unknown as Checked],
      state: () => ({ pending: 0, scanning: false, trusted: true, stopped: false, offline: false }),
      limits: () => [],
      log: line => lines.push(line),
    }).tell();
    expect(lines).toEqual([
      expect.stringMatching(
        /^Could not check npm a.* \(in .*\): the npm registry refused access; it may want a login, or another one\.$/,
      ),
    ]);
    expect(lines[0]).toMatch(PLAIN);
    expect(lines[0]?.length).toBeLessThan(1_500);
  },
);
