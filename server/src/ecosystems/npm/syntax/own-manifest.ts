import defaults from 'npm-registry-fetch/lib/default-opts.js';
import { ownManifestKey, type Statement } from '../../../model/statement.ts';
import { type JsonNode, membersOf, stringOf, valuesOf } from '../../../syntax/json.ts';

/**
 * What a `package.json` says of its own package to steps that publish it (npm's documentation, "package.json":
 * `publishConfig`; "contentPolicy", `private`).
 */
export function ownManifestSaid(root: JsonNode | undefined, text: string): readonly Statement[] {
  const isPrivate = valuesOf(root, 'private', text).some(({ type, value }) => type === 'boolean' && value === true);
  const config = valuesOf(root, 'publishConfig', text).at(-1);
  const policy = valuesOf(root, 'contentPolicy', text).at(-1);
  return [
    ...said('private', isPrivate ? 'true' : undefined),
    ...said('name', textAt(root, 'name', text)),
    ...said('access', textAt(config, 'access', text)),
    ...said('registry', textAt(config, 'registry', text)),
    ...said('provenance', flagAt(config, 'provenance', text)),
    ...said('class', textAt(policy, 'class', text)),
  ];
}

/**
 * What a text of `.npmrc` says to them: whether packages may go to another registry than the default one, and whether
 * it gives them access or provenance.
 */
export function npmrcSaid(text: string): readonly Statement[] {
  return settingsSaid(text, {
    registry: /^[ \t]*(?:@[^:\s]+:)?registry[ \t]*=[ \t]*["']?([^\s"']+)/gm,
    access: /^[ \t]*access[ \t]*=[ \t]*["']?(\w+)/gm,
    provenance: /^[ \t]*provenance[ \t]*=[ \t]*["']?(\w+)/gm,
  });
}

/** The same of `.yarnrc.yml` (yarnpkg.com, "Settings"), by its lines, as a layout of another kind is very rare. */
export function yarnrcSaid(text: string): readonly Statement[] {
  return settingsSaid(text, {
    registry: /\bnpm(?:Publish)?(?:Registry|RegistryServer)["']?[ \t]*:[ \t]*["']?([^\s"'}]+)/g,
    access: /^["']?npmPublishAccess["']?[ \t]*:[ \t]*["']?(\w+)/gm,
    provenance: /^["']?npmPublishProvenance["']?[ \t]*:[ \t]*["']?(\w+)/gm,
  });
}

/** How the settings of one client are written: each with its value as the first group. */
type Settings = Readonly<Record<'registry' | 'access' | 'provenance', RegExp>>;

function settingsSaid(text: string, { registry, access, provenance }: Settings): readonly Statement[] {
  const valuesAt = (setting: RegExp) => [...text.matchAll(setting)].map(([, value = '']) => value);
  const isDefault = (address: string) => URL.parse(address)?.host === URL.parse(defaults.registry)?.host;
  const settings = [
    ['elsewhere', valuesAt(registry).find(address => !isDefault(address)) === undefined ? undefined : 'true'],
    ['setting access', valuesAt(access).at(-1)],
    ['setting provenance', valuesAt(provenance).at(-1)],
  ] as const;
  return settings.flatMap(([what, value]): readonly Statement[] =>
    value === undefined ? [] : [{ says: 'gives', key: ownManifestKey('npm', what), reach: 'below', value }],
  );
}

function said(what: string, value: string | undefined): readonly Statement[] {
  return value === undefined ? [] : [{ says: 'gives', key: ownManifestKey('npm', what), reach: 'everywhere', value }];
}

function flagAt(node: JsonNode | undefined, name: string, text: string): string | undefined {
  const value = valuesOf(node, name, text).at(-1);
  return value?.type === 'boolean' ? String(value.value) : undefined;
}

function textAt(node: JsonNode | undefined, name: string, text: string): string | undefined {
  const found = membersOf(node, text).findLast(member => member.name === name);
  return found === undefined ? undefined : stringOf(found.value, text)?.value;
}
