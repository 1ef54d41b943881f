import type { ShellCommand, ShellWord } from '../model/pipeline.ts';

/** What a command is given: its words without the options, and the options with their values. */
export interface Options {
  readonly positionals: readonly ShellWord[];
  /** Whether an option is set; `--no-x` and `--x=false` unset it. By its name with its dashes. */
  has(...names: readonly string[]): boolean;
  /** The value of an option, the last one where it is set twice. */
  value(...names: readonly string[]): ShellWord | undefined;
}

/** Reads the words behind the first `skip`, as programs of today do: `--name value`, `--name=value`, `-n value`. */
export function optionsOf({ words }: ShellCommand, skip: number, valued: ReadonlySet<string>): Options {
  const positionals: ShellWord[] = [];
  const options = new Map<string, ShellWord>();
  for (let i = skip; i < words.length; i += 1) {
    const word = words[i] as ShellWord;
    const [, name = '', value] = /^(--?[A-Za-z][\w-]*)(?:=(.*))?$/s.exec(word.text) ?? [];
    if (word.text === '--') continue;
    if (name === '') positionals.push(word);
    else if (value !== undefined) options.set(name, { ...word, text: value });
    else if (valued.has(name)) {
      i += 1;
      const next = words[i];
      if (next !== undefined) options.set(name, next);
    } else options.set(name, { ...word, text: 'true' });
  }
  return {
    positionals,
    has: (...names) =>
      names.some(name => {
        const text = options.get(name)?.text;
        return (
          text !== undefined && text !== 'false' && !(name.startsWith('--') && options.has(`--no-${name.slice(2)}`))
        );
      }),
    value: (...names) => names.map(name => options.get(name)).find(word => word !== undefined),
  };
}
