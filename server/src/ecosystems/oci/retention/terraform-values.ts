import type { YamlMap } from '../../../syntax/yaml-nodes.ts';
import { argumentIn, isComputed, type TerraformBlock } from './terraform-blocks.ts';

/** A value of a policy: absent, written out, or for somebody else to say. */
export type Told<T> = { readonly is: 'absent' } | { readonly is: 'known'; readonly value: T } | { readonly is: 'open' };

/** The text of an argument; a number or a truth value as it is written. */
export function toldText({ file }: TerraformBlock, body: YamlMap, name: string): Told<string> {
  const value = argumentIn(body, name);
  if (value === undefined) return body.named(name).length === 0 ? { is: 'absent' } : { is: 'open' };
  const text = file.textOf(value);
  return text === undefined ? { is: 'open' } : { is: 'known', value: text };
}

/** A number, which is whole and not below zero. */
export function toldNumber(block: TerraformBlock, body: YamlMap, name: string): Told<number> {
  const text = toldText(block, body, name);
  if (text.is !== 'known') return text;
  return /^\d{1,9}$/.test(text.value) ? { is: 'known', value: Number(text.value) } : { is: 'open' };
}

/** The texts of a list; `undefined` where one of them is not known, or it is none. */
export function toldList({ file }: TerraformBlock, body: YamlMap, name: string): readonly string[] | undefined {
  const value = file.resolve(argumentIn(body, name));
  if (value?.kind !== 'list') return undefined;
  const texts = value.items.flatMap(item => (item.value?.kind === 'scalar' ? [item.value.value] : []));
  return texts.length < value.items.length || texts.some(isComputed) ? undefined : texts;
}
