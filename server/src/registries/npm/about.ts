import { baseAddress } from '../../model/address.ts';
import type { About } from '../../model/answer.ts';
import { isObject } from '../../model/objects.ts';
import { plainText } from '../../model/plain-text.ts';

/**
 * What a package document or a manifest says of its package (npm's documentation, "package.json"; the long document has
 * it of the version under `latest`). `undefined` where it says nothing of it.
 */
export function aboutOf(document: Record<string, unknown>): About | undefined {
  const said: { [Member in keyof About]: string | undefined } = {
    description: words(document.description, LONGEST_DESCRIPTION),
    licence: licenceOf(document.license) ?? licenceOf(document.licenses),
    homepage: addressOf(document.homepage),
    repository: repositoryOf(document.repository),
  };
  const told = Object.entries(said).filter(([, text]) => text !== undefined);
  return told.length === 0 ? undefined : Object.fromEntries(told);
}

/** In characters. */
const LONGEST_DESCRIPTION = 300;
const LONGEST_LICENCE = 100;
const LONGEST_ADDRESS = 500;

function words(value: unknown, longest: number): string | undefined {
  return typeof value === 'string' ? plainText(value, longest) || undefined : undefined;
}

/** An expression of SPDX, or as old manifests have it an object, or a list of both. */
function licenceOf(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    const all = value.slice(0, MOST_LICENCES).flatMap(each => (Array.isArray(each) ? [] : (licenceOf(each) ?? [])));
    return words(all.join(' OR '), LONGEST_LICENCE);
  }
  return words(isObject(value) ? (value.type ?? value.name) : value, LONGEST_LICENCE);
}

const MOST_LICENCES = 5;

/** An address of the web, of moderate length, that shows nobody's login. */
function addressOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > LONGEST_ADDRESS) return undefined;
  return baseAddress(value.trim());
}

/**
 * Where people read the sources: an address of git is one of the web on the hosts that everybody knows (hosted-git-info
 * has the forms), and any other is shown only where it is one itself.
 */
function repositoryOf(value: unknown): string | undefined {
  const written = isObject(value) ? value.url : value;
  if (typeof written !== 'string' || written.length > LONGEST_ADDRESS) return undefined;
  const text = written.trim().replace(/#.*/s, '');
  const [, known, path] =
    HOSTED.exec(text) ??
    /^(github|gitlab|bitbucket):([\w.-]+\/[\w.-]+)$/.exec(text) ??
    /^()([\w-]+\/[\w.-]+)$/.exec(text) ??
    [];
  if (path !== undefined && known !== undefined) {
    const host = HOSTS[known] ?? (known === '' ? 'github.com' : known);
    return addressOf(`https://${host}/${path.replace(/\.git$/, '')}`);
  }
  return addressOf(text.replace(/^git\+(?=https?:)/, '').replace(/\.git$/, ''));
}

const HOSTED = /^(?:git\+)?(?:ssh|git|https?):\/\/(?:[^/@]*@)?(github\.com|gitlab\.com|bitbucket\.org)[/:]([^?]+)$/;

const HOSTS: Readonly<Record<string, string>> = {
  github: 'github.com',
  gitlab: 'gitlab.com',
  bitbucket: 'bitbucket.org',
};
