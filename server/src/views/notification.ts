import { LONGEST_MESSAGE, plainText } from '../model/plain-text.ts';

/**
 * A sentence as a notification may show it: in one line, of plain letters. VS Code makes links and commands of
 * `[text](address)` there (vs/base/common/linkedText.ts), and names of files and tags come from strangers.
 */
export function notificationText(sentence: string): string {
  return plainText(sentence, LONGEST_MESSAGE).replaceAll('](', '] (');
}
