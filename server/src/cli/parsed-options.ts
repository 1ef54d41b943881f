import { parseArgs } from 'node:util';
import { code, plainText } from '../model/plain-text.ts';

/** The options of a command, as Node's `parseArgs` takes them. */
type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

/** What every command that asks registries takes. */
export const COMMON_OPTIONS = {
  settings: { type: 'string' },
  offline: { type: 'boolean' },
  untrusted: { type: 'boolean' },
  verbose: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Parts arguments into options and the rest; what is wrong with them is one sentence. */
export function parsedOptions<Its extends Options>(argv: readonly string[], options: Its) {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (error) {
    return { problem: firstSentence(error instanceof Error ? error.message : String(error)) };
  }
}

/** Node's own words, without its advice about rare arguments, and with values as our messages have them. */
function firstSentence(message: string): string {
  const [first = ''] = plainText(message).split(/\.\s/);
  return `${first.replace(/\.$/, '').replace(/'([^']*)'/g, (_, value: string) => code(value))}.`;
}
