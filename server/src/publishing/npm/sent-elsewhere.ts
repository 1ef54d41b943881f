import type { ShellCommand } from '../../model/pipeline.ts';
import { isDefaultRegistry } from './default-registry.ts';

/** Whether a command may name another registry to those behind it, or writes settings that are not seen here. */
export function maySendElsewhere({ words, writes }: ShellCommand): boolean {
  const texts = words.map(({ text }) => text);
  const addresses = texts.flatMap(text => text.match(/(?:https?:)?\/\/[^\s"'/:]+/g) ?? []);
  const others = addresses.filter(each => !isDefaultRegistry(each.startsWith('http') ? each : `https:${each}`));
  const isWritten = writes.some(({ text }) => SETTINGS.test(text));
  return isWritten ? others.length > 0 || addresses.length === 0 : others.length > 0 && texts.some(isAboutRegistry);
}

/** Files of settings of npm's clients. */
const SETTINGS = /npmrc|yarnrc|bunfig/;

function isAboutRegistry(text: string): boolean {
  return /registry/i.test(text.replace(/\/\/[^\s"'/]*/g, ''));
}
