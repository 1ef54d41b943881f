import type { ShellWord } from '../../../../model/pipeline.ts';

/**
 * The host of a registry by its name, or by its host itself; of any of Azure's where the text does not tell.
 *
 * @param name as commands and templates have it
 */
export function hostOf(name: string | undefined): string {
  if (name === undefined || !/^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(name)) return '*.azurecr.io';
  return name.includes('.') ? name.toLowerCase() : `${name.toLowerCase()}.azurecr.io`;
}

/** The value of an option of Azure's command line, by any of its names. */
export function azOption(words: readonly ShellWord[], ...names: readonly string[]): ShellWord | undefined {
  for (const [i, word] of words.entries()) {
    if (names.includes(word.text)) return words[i + 1];
    const name = names.find(each => each.startsWith('--') && word.text.startsWith(`${each}=`));
    if (name !== undefined) return { ...word, text: word.text.slice(name.length + 1) };
  }
  return undefined;
}
