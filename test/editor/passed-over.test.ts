import { expect, test } from 'vitest';
import { createPassedOver } from '../../server/src/editor/passed-over.ts';

test('a file is told once for each reason, and again after it could be read', () => {
  const lines: string[] = [];
  const passedOver = createPassedOver(line => lines.push(line));
  const large = 'it is larger than 4 MiB';
  passedOver.add('file:///a/b.yaml', '/a/b.yaml', large);
  passedOver.add('file:///a/b.yaml', '/a/b.yaml', large);
  passedOver.add('file:///a/c.yaml', '/a/\u001b[1mc.yaml', large);
  expect(passedOver.count).toBe(2);
  passedOver.add('file:///a/b.yaml', '/a/b.yaml', 'it is not text in UTF-8 or UTF-16');
  passedOver.forget('file:///a/c.yaml');
  expect(passedOver.count).toBe(1);
  passedOver.add('file:///a/c.yaml', '/a/c.yaml', large);
  expect(lines).toEqual([
    'Passed over `/a/b.yaml`: it is larger than 4 MiB.',
    expect.stringMatching(/^Passed over `\/a\/[^\u001b]*c\.yaml`: it is larger than 4 MiB\.$/),
    'Passed over `/a/b.yaml`: it is not text in UTF-8 or UTF-16.',
    'Passed over `/a/c.yaml`: it is larger than 4 MiB.',
  ]);
});
