import { expect, test } from 'vitest';
import { notificationText } from '../../server/src/views/notification.ts';

test.each([
  ['Two images could not be pinned.', 'Two images could not be pinned.'],
  ['a/[run](command:workbench.action.quit)/Dockerfile: Pin', 'a/[run] (command:workbench.action.quit)/Dockerfile: Pin'],
  ['[[a](https://evil.example)](https://evil.example)', '[[a] (https://evil.example)] (https://evil.example)'],
  ['one\n[two\u202e](x)', 'one [two] (x)'],
  ['[a]\u200b(command:x)', '[a] (command:x)'],
])('%j is shown as %j', (sentence, shown) => {
  expect(notificationText(sentence)).toBe(shown);
});

test('is never long', () => {
  expect(notificationText('a'.repeat(1e6)).length).toBeLessThanOrEqual(2000);
});
