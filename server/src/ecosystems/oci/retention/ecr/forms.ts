import type { PolicyCover } from '../../../../model/retention.ts';
import { type Span, spanOf } from '../../../../model/span.ts';
import { hclIgnorePlace } from '../../../../syntax/hcl.ts';
import { parseYaml } from '../../../../syntax/yaml.ts';
import type { YamlDocument, YamlMap, YamlNode, YamlScalar } from '../../../../syntax/yaml-nodes.ts';
import { entryOf, findPath, textAt, type YamlFound } from '../../../../syntax/yaml-paths.ts';
import { ignorePlaceOf } from '../../../../syntax/yaml-places.ts';
import type { DocumentForm, TerraformForm, WrittenPolicy } from '../kind.ts';
import { maskInterpolations } from '../masked-json.ts';
import { type PolicyText, textWithin, wholeText } from '../policy-text.ts';
import { argumentIn, type TerraformBlock } from '../terraform-blocks.ts';
import { ecrPolicy } from './policy.ts';

/**
 * Lifecycle policies in JSON (ECR user guide, "Lifecycle policy properties"), and what `aws ecr get-lifecycle-policy`
 * prints, which names the repository too.
 */
export const ecrJson: DocumentForm = {
  id: 'ecr-lifecycle-policy',
  // A file has no fixed name, but people say what it is for.
  files: ['*{lifecycle,retention,ecr,policy,Lifecycle,Policy}*.json'],
  words: ['tagStatus', 'countType'],
  recognises: text => /^\s*\{/.test(text),
  // A policy has at most 30,720 characters; white space may make it longer.
  longest: 200_000,
  read(document) {
    const { root, text } = document;
    if (root?.kind !== 'map') return [];
    const printed = entryOf(root, 'lifecyclePolicyText')?.value;
    if (printed?.kind === 'scalar') {
      const repository = textAt(root, 'repositoryName');
      return withinScalar(text, printed, coverOf({ repository, account: textAt(root, 'registryId') }), repository);
    }
    const key = root.named('rules').at(-1)?.key;
    return key === undefined ? [] : writtenAt(key.span, root, wholeText(text, 'json'), coverOf({}), undefined);
  },
};

/**
 * Templates of CloudFormation, of SAM and of the Serverless framework, whose repositories, or the templates of such,
 * hold a policy as text (CloudFormation user guide, `AWS::ECR::Repository`, `AWS::ECR::RepositoryCreationTemplate`).
 */
export const ecrCloudFormation: DocumentForm = {
  id: 'cloudformation',
  files: ['*.{yaml,yml,json,template}'],
  words: ['AWS::ECR::Repository', 'LifecyclePolicy'],
  // A template has at most a megabyte.
  longest: 1_100_000,
  read(document) {
    const resources = ['Resources.*', 'resources.Resources.*'].flatMap(path => findPath(document.root, path));
    return resources.flatMap(({ value, entry }) => {
      if (value?.kind !== 'map' || entry === undefined) return [];
      const properties = entryOf(value, 'Properties')?.value;
      if (properties?.kind !== 'map') return [];
      switch (textAt(value, 'Type')) {
        case 'AWS::ECR::Repository': {
          const policy = findPath(properties, 'LifecyclePolicy.LifecyclePolicyText').at(-1);
          const repository = plainText(document, entryOf(properties, 'RepositoryName'));
          const account = plainText(document, findPath(properties, 'LifecyclePolicy.RegistryId').at(-1));
          return templatePolicy(document, policy, coverOf({ repository, account }), repository ?? entry.key.value);
        }
        case 'AWS::ECR::RepositoryCreationTemplate': {
          const prefix = plainText(document, entryOf(properties, 'Prefix'));
          return templatePolicy(document, entryOf(properties, 'LifecyclePolicy'), coverOf({ prefix }), entry.key.value);
        }
      }
      return [];
    });
  },
};

/** `aws_ecr_lifecycle_policy` (Terraform's provider for AWS). */
export const ecrTerraform: TerraformForm = block => {
  const { body, file, name } = block;
  const repository = file.textOf(argumentIn(body, 'repository'));
  const cover = coverOf({ repository, region: file.textOf(argumentIn(body, 'region')) });
  return terraformPolicy(block, argumentIn(body, 'policy'), cover, repository ?? name);
};

/** `aws_ecr_repository_creation_template`. */
export const ecrTerraformTemplate: TerraformForm = block => {
  const { body, file, name } = block;
  const cover = coverOf({
    prefix: file.textOf(argumentIn(body, 'prefix')),
    region: file.textOf(argumentIn(body, 'region')),
  });
  return terraformPolicy(block, argumentIn(body, 'lifecycle_policy'), cover, name);
};

/** The module that most use for a repository, `terraform-aws-modules/ecr/aws`. */
export const ecrTerraformModule: TerraformForm = block => {
  const { body, file, name } = block;
  const made = argumentIn(body, 'create_lifecycle_policy');
  if (made !== undefined && file.textOf(made) !== 'true') return [];
  const repository = file.textOf(argumentIn(body, 'repository_name'));
  const cover = coverOf({ repository, region: file.textOf(argumentIn(body, 'region')) });
  return terraformPolicy(block, argumentIn(body, 'repository_lifecycle_policy'), cover, repository ?? name);
};

/** `data.aws_ecr_lifecycle_policy_document`, which others take as their policy. */
export const ecrTerraformDocument: TerraformForm = block => {
  const { body, file, name, label } = block;
  if (!file.isHcl) return [];
  const taken = `\${data.aws_ecr_lifecycle_policy_document.${name}.json}`;
  const takers = file.referringTo(taken).filter(({ type }) => type === 'aws_ecr_lifecycle_policy');
  const repositories = takers.flatMap(taker => file.textOf(argumentIn(taker.body, 'repository')) ?? []);
  const isWhole = takers.length > 0 && repositories.length === takers.length;
  const cover = { ...coverOf({}), ...(isWhole ? { repositories } : {}) };
  return withComment(block, writtenAt(label.span, body, wholeText(file.document.text, 'blocks'), cover, name));
};

function terraformPolicy(
  block: TerraformBlock,
  policy: YamlNode | undefined,
  cover: PolicyCover,
  name: string,
): WrittenPolicy[] {
  const { file, label } = block;
  const value = file.resolve(policy);
  const { text } = file.document;
  if (value?.kind === 'map') {
    // In JSON, what is no text is no policy.
    return file.isHcl ? withComment(block, writtenAt(label.span, value, wholeText(text, 'hcl'), cover, name)) : [];
  }
  if (value?.kind !== 'scalar') return [];
  return withComment(
    block,
    withinScalar(text, value, cover, name).map(written => ({ ...written, at: label.span })),
  );
}

function withComment({ file, label }: TerraformBlock, written: readonly WrittenPolicy[]): WrittenPolicy[] {
  const ignoreAt = file.isHcl ? hclIgnorePlace(file.document, label.span.start) : undefined;
  return written.map(each => ({ ...each, ...(ignoreAt === undefined ? {} : { ignoreAt }) }));
}

/** A policy as the value of a property, or of the function that puts other texts into it. */
function templatePolicy(
  document: YamlDocument,
  found: YamlFound | undefined,
  cover: PolicyCover,
  name: string,
): WrittenPolicy[] {
  if (found?.entry === undefined) return [];
  let { value } = found;
  if (value?.kind === 'map') value = findPath(value, 'Fn::Sub').at(-1)?.value;
  if (value?.kind === 'list') value = value.items[0]?.value;
  if (value?.kind !== 'scalar') return [];
  const ignoreAt = ignorePlaceOf(document, { ...found, value: found.entry.key });
  return withinScalar(document.text, value, cover, name).map(written => ({
    ...written,
    at: found.entry?.key.span ?? written.at,
    ...(ignoreAt === undefined ? {} : { ignoreAt }),
  }));
}

/** A text that is no reference to something else: YAML's short forms of functions have a tag. */
function plainText({ text }: YamlDocument, found: YamlFound | undefined): string | undefined {
  if (found?.value?.kind !== 'scalar' || found.entry === undefined) return undefined;
  if (text.slice(found.entry.behindColon, found.value.span.start).includes('!')) return undefined;
  return /[${}]/.test(found.value.value) ? undefined : found.value.value;
}

function withinScalar(
  document: string,
  scalar: YamlScalar,
  cover: PolicyCover,
  name: string | undefined,
): WrittenPolicy[] {
  const json = scalar.value.length > ecrJson.longest ? undefined : maskInterpolations(scalar.value);
  if (json === undefined) return [];
  const { root } = parseYaml(json);
  return root?.kind === 'map'
    ? writtenAt(undefined, root, textWithin(document, scalar, 'json', json), cover, name)
    : [];
}

function writtenAt(
  at: Span | undefined,
  root: YamlMap,
  text: PolicyText,
  cover: PolicyCover,
  name: string | undefined,
): WrittenPolicy[] {
  const policy = ecrPolicy(root, text, cover, name);
  return policy === undefined ? [] : [{ at: at ?? text.place(spanOf(0, text.text.length)), policy }];
}

/** Whose a policy is, as far as its text tells. */
interface Told {
  readonly repository?: string | undefined;
  /** Of the repositories that are made by a template: `ROOT` is any. */
  readonly prefix?: string | undefined;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

function coverOf({ repository, prefix, account, region }: Told): PolicyCover {
  const whose = account !== undefined && /^\d{12}$/.test(account) ? account : '*';
  const where = region !== undefined && /^[a-z0-9-]+$/.test(region) ? region : '';
  const hosts = where === '' ? `${whose}.dkr*ecr*.a*` : `${whose}.dkr*ecr*.${where}.*`;
  const named =
    repository ?? (prefix === undefined || prefix === 'ROOT' ? undefined : `${prefix.replace(/\/$/, '')}/*`);
  return { hosts, ...(named === undefined || /[\s*]/.test(named.slice(0, -1)) ? {} : { repositories: [named] }) };
}
