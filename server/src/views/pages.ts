import type { ImageName } from '../model/names.ts';
import { imageNameText } from '../model/names.ts';
import { isPlain } from '../model/plain-text.ts';
import type { ReleaseSubject } from '../model/reference.ts';

/**
 * The page that people open to read about an image, or `undefined` where its registry has no website that shows it by
 * name. Registries' websites are not their interfaces: nothing here is ever asked.
 */
export function imagePage(name: ImageName): string | undefined {
  const { host, repository } = name;
  switch (host) {
    case 'docker.io':
      return repository.startsWith('library/')
        ? `https://hub.docker.com/_/${repository.slice('library/'.length)}`
        : `https://hub.docker.com/r/${repository}`;
    case 'quay.io':
      return `https://quay.io/repository/${repository}`;
    case 'public.ecr.aws':
      return `https://gallery.ecr.aws/${repository}`;
    case 'mcr.microsoft.com':
      return `https://mcr.microsoft.com/artifact/mar/${repository}`;
    // These lead a browser from an image's own address to the page about it.
    case 'ghcr.io':
    case 'gcr.io':
      return `https://${imageNameText(name)}`;
  }
  return undefined;
}

/**
 * The page about a package on its default registry's website; `undefined` for a name that is not plain: an address
 * cannot hold half a character, and should not hold a page of them. Wrong for a name that is asked elsewhere.
 */
export function packagePage({ registry, name, want }: ReleaseSubject): string | undefined {
  if (!isPlain(name)) return undefined;
  switch (registry) {
    case 'npm': {
      const page = `https://www.npmjs.com/package/${name.split('/').map(encodeURIComponent).join('/').replace(/^%40/, '@')}`;
      return want.is === 'exact' ? `${page}/v/${encodeURIComponent(want.version)}` : page;
    }
  }
}

/**
 * The folder of the rules' pages, for every link to them. On the main branch, because a link outlives the version that
 * made it: a version's tag need not exist where somebody builds the project, and a rule keeps its name.
 */
const RULE_PAGES = 'https://github.com/registry-lens/registry-lens/blob/main/docs/rules';

/** The page of this project's documentation that explains a rule, by its id. */
export function rulePage(rule: string): string {
  return `${RULE_PAGES}/${rule}.md`;
}
