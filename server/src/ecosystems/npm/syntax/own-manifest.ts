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
    ...said('class', textAt(policy, 'class', text)),
  ];
}

/** What a text of `.npmrc` says to them: whether packages may go to another registry than the default one. */
export function elsewhereSaid(text: string): readonly Statement[] {
  const named = [...text.matchAll(/^[ \t]*(?:@[^:\s]+:)?registry[ \t]*=[ \t]*["']?([^\s"']+)/gm)].map(
    ([, address]) => address,
  );
  const isElsewhere = named.some(address => URL.parse(address ?? '')?.host !== URL.parse(defaults.registry)?.host);
  const key = ownManifestKey('npm', 'elsewhere');
  return isElsewhere ? [{ says: 'gives', key, reach: 'below', value: 'a registry of `.npmrc`' }] : [];
}

function said(what: string, value: string | undefined): readonly Statement[] {
  return value === undefined ? [] : [{ says: 'gives', key: ownManifestKey('npm', what), reach: 'everywhere', value }];
}

function textAt(node: JsonNode | undefined, name: string, text: string): string | undefined {
  const found = membersOf(node, text).findLast(member => member.name === name);
  return found === undefined ? undefined : stringOf(found.value, text)?.value;
}
