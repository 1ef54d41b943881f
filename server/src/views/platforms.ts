import type { Answer, ConfigFact, ContentsFact, Peek } from '../model/answer.ts';
import type { Digest, ImageName } from '../model/names.ts';

/** What a manifest or an index says of itself, and what the configuration of one of its images says. */
export interface Inside {
  readonly contents: Answer<ContentsFact>;
  /** Absent while the contents are not known, and where there is no image in them. */
  readonly config?: Answer<ConfigFact>;
}

/** Looks inside. An index is known by one of its platforms: asking all of them for a date costs a pull each. */
export function lookInside(image: ImageName, digest: Digest, peek: Peek): Inside {
  const contents = peek({ ask: 'contents', image, digest });
  const manifest = contents.state === 'known' ? speakerOf(contents.fact, digest) : undefined;
  return manifest === undefined ? { contents } : { contents, config: peek({ ask: 'config', image, digest: manifest }) };
}

function speakerOf({ shape, platforms }: ContentsFact, digest: Digest): Digest | undefined {
  switch (shape) {
    case 'image':
      return digest;
    case 'index':
      return (platforms.find(entry => entry.platform === 'linux/amd64') ?? platforms[0])?.digest;
    case 'other':
      return undefined;
  }
}
