import type { YamlDocument, YamlEntry, YamlMap, YamlNode } from '../../../syntax/yaml-nodes.ts';
import { entryOf } from '../../../syntax/yaml-paths.ts';

/** One block of a file of Terraform that declares a resource, a source of data, or the use of a module. */
export interface TerraformBlock {
  /**
   * As in the table: `aws_ecr_lifecycle_policy`, `data.aws_ecr_lifecycle_policy_document`, and of a module its source,
   * `module.terraform-aws-modules/ecr/aws`.
   */
  readonly type: string;
  readonly name: string;
  /** The label of the name, or its key in JSON. */
  readonly label: YamlEntry['key'];
  readonly body: YamlMap;
  readonly file: TerraformFile;
}

/** A file of Terraform, in HCL or in JSON. */
export interface TerraformFile {
  readonly document: YamlDocument;
  /** Whether it is in HCL, whose attributes have an equals sign and whose blocks have none. */
  readonly isHcl: boolean;
  /** In the order of the text. */
  readonly blocks: readonly TerraformBlock[];
  /**
   * A value, or what the file says elsewhere of what it refers to: a resource's argument or a local value; `undefined`
   * where it is computed, or another file decides.
   */
  resolve(value: YamlNode | undefined): YamlNode | undefined;
  /** The text of such a value, where it is written out. */
  textOf(value: YamlNode | undefined): string | undefined;
  /** The blocks of which an argument is this text, such as `${data.a.b.json}`. */
  referringTo(path: string): readonly TerraformBlock[];
}

/** Finds the blocks of a file (Terraform language, "Files and configuration structure", "JSON configuration"). */
export function terraformFile(document: YamlDocument, isHcl: boolean): TerraformFile {
  const blocks: TerraformBlock[] = [];
  const byPath = new Map<string, TerraformBlock>();
  const locals = new Map<string, YamlNode>();
  const file: TerraformFile = {
    ...{ document, isHcl, blocks, textOf },
    resolve: value => resolved(value, byPath, locals),
    referringTo(path) {
      referring ??= referringBlocks(blocks);
      return referring.get(path) ?? [];
    },
  };
  let referring: ReadonlyMap<string, readonly TerraformBlock[]> | undefined;

  function textOf(value: YamlNode | undefined): string | undefined {
    const found = file.resolve(value);
    return found?.kind === 'scalar' && !isComputed(found.value) ? found.value : undefined;
  }

  for (const root of mapsOf(document.root)) {
    for (const [key, before] of [
      ['resource', ''],
      ['data', 'data.'],
    ] as const) {
      for (const types of root.named(key).flatMap(({ value }) => mapsOf(value))) {
        for (const type of types.entries) {
          for (const names of mapsOf(type.value)) {
            for (const { key: label, value } of names.entries) {
              const [body] = mapsOf(value);
              if (body === undefined) continue;
              const block = { type: before + type.key.value, name: label.value, label, body, file };
              blocks.push(block);
              byPath.set(`${block.type}.${block.name}`, block);
            }
          }
        }
      }
    }
    for (const names of root.named('module').flatMap(({ value }) => mapsOf(value))) {
      for (const { key: label, value } of names.entries) {
        const [body] = mapsOf(value);
        const source = body && argumentIn(body, 'source');
        if (body === undefined || source?.kind !== 'scalar') continue;
        blocks.push({ type: `module.${source.value}`, name: label.value, label, body, file });
      }
    }
    for (const map of root.named('locals').flatMap(({ value }) => mapsOf(value))) {
      for (const { key, value } of map.entries) if (value !== undefined) locals.set(key.value, value);
    }
  }
  blocks.sort((a, b) => a.label.span.start - b.label.span.start);
  return file;
}

function referringBlocks(blocks: readonly TerraformBlock[]): ReadonlyMap<string, readonly TerraformBlock[]> {
  const found = new Map<string, TerraformBlock[]>();
  for (const block of blocks) {
    for (const { value } of block.body.entries) {
      if (value?.kind !== 'scalar' || !isComputed(value.value)) continue;
      const others = found.get(value.value);
      if (others === undefined) found.set(value.value, [block]);
      else others.push(block);
    }
  }
  return found;
}

/** Whether a text holds what Terraform puts other texts into. */
export function isComputed(text: string): boolean {
  return /[$%]\{/.test(text);
}

/** A map, or the maps of a list: in JSON, blocks of one type may be either. */
export function mapsOf(value: YamlNode | undefined): YamlMap[] {
  if (value?.kind === 'map') return [value];
  if (value?.kind !== 'list') return [];
  return value.items.flatMap(item => (item.value?.kind === 'map' ? [item.value] : []));
}

/** The values of an argument, or the bodies of blocks of a type, within a block. */
export function blocksIn(body: YamlMap, type: string): YamlMap[] {
  return body.named(type).flatMap(({ value }) => mapsOf(value));
}

/** The value of an argument. */
export function argumentIn(body: YamlMap, name: string): YamlNode | undefined {
  return entryOf(body, name)?.value;
}

const PATH = /^\$\{((?:data\.)?[\w-]+\.[\w-]+)(?:\[(?:0|\*)\])?(?:\.([\w-]+))?\}$/;
/** Local values may stand for each other, in a ring too. */
const LONGEST_CHAIN = 8;

function resolved(
  value: YamlNode | undefined,
  blocks: ReadonlyMap<string, TerraformBlock>,
  locals: ReadonlyMap<string, YamlNode>,
): YamlNode | undefined {
  let found = value;
  for (let steps = 0; steps < LONGEST_CHAIN; steps++) {
    if (found?.kind !== 'scalar') return found;
    const path = PATH.exec(found.value);
    if (path === null) return found;
    const [, of = '', argument] = path;
    if (argument === undefined) found = of.startsWith('local.') ? locals.get(of.slice('local.'.length)) : undefined;
    // A repository is referred to by its name; its id is the same text.
    else {
      const body = blocks.get(of)?.body;
      found = body && (argumentIn(body, argument) ?? (argument === 'id' ? argumentIn(body, 'name') : undefined));
    }
  }
  return undefined;
}
