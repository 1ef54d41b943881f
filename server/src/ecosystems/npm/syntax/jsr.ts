import type { Statement, Told } from '../../../model/statement.ts';
import type { NpmClient } from '../clients.ts';
import { type NpmSpec, readNpmSpec } from './npm-spec.ts';

/**
 * What `jsr:` means where JSR's registry for npm's clients is configured (jsr.io, "npm compatibility"; yarnpkg/berry,
 * plugin-jsr; pnpm.io, "Package sources"): `@scope/name` lies there as `@jsr/scope__name`. `undefined` for a text that
 * is no such thing, and where nothing is configured.
 */
export function readJsrSpec(
  ownName: string,
  text: string,
  { client, told }: { client: NpmClient; told: Told },
): NpmSpec | undefined {
  const before = /^\s*jsr:/i.exec(text)?.[0].length;
  if (before === undefined || told(JSR_KEY).length === 0) return undefined;
  const target = text.slice(before);
  const [named = '', name] = /^(@[^/@\s]+\/[^/@\s]+)(?:@|$)/.exec(target) ?? [];
  const [, scope, short] = /^@([^/]+)\/(.+)$/.exec(name ?? ownName) ?? [];
  if (scope === undefined || short === undefined) return { is: 'opaque', why: 'invalid' };
  const read = readNpmSpec(`@jsr/${scope}__${short}`, target.slice(named.length), client);
  if (read.is === 'opaque') return read;
  const { from, ...rest } = read;
  // Behind a name alone there is nothing to be replaced.
  if (from === undefined || (named !== '' && !named.endsWith('@'))) return rest;
  return { ...read, from: before + named.length + from };
}

/** Says to what lies below that a registry for JSR's packages is configured; which one, those know who ask there. */
export function jsrConfigured(): Statement {
  return { says: 'gives', key: JSR_KEY, reach: 'below', value: '' };
}

/** Only files of this ecosystem speak of it. */
const JSR_KEY = 'registry npm @jsr';
