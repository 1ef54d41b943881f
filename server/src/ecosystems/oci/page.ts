import { type ImageName, imageNameText } from '../../model/names.ts';

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
