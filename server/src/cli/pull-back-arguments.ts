import { parseImageReference } from '../model/image-reference.ts';
import { code } from '../model/plain-text.ts';
import { isPullBackReason, type PullBackReason, type TaggedImage } from '../model/pull-back.ts';
import type { CommonOptions } from './arguments.ts';
import { COMMON_OPTIONS, parsedOptions } from './parsed-options.ts';

export interface PullBackCommand extends CommonOptions {
  readonly is: 'pull-back';
  readonly why: PullBackReason;
  /** The version that is meant in place of the written one. */
  readonly version?: string;
  /** What is meant in place of a manifest; then there are no paths. */
  readonly image?: TaggedImage;
  readonly offline: boolean;
}

/**
 * Understands `pull-back` with its options, of which `--version` has a value here. `undefined` where the arguments are
 * of no such command. Never throws.
 */
export function readPullBack(argv: readonly string[]): PullBackCommand | { readonly problem: string } | undefined {
  // Elsewhere it may be the name of a file.
  if (!argv.includes(NAME)) return undefined;
  const parsed = parsedOptions(argv, OPTIONS);
  // Of a slip it is told here only where the command comes first, so that it is certain to be this one.
  if ('problem' in parsed) return argv[0] === NAME ? parsed : undefined;
  if (parsed.positionals[0] !== NAME || parsed.values.help === true) return undefined;
  const { values } = parsed;
  const paths = parsed.positionals.slice(1);
  const { why } = values;
  if (!isPullBackReason(why)) {
    const given = why === undefined ? 'Say why' : `${code(why)} is no reason. Say why`;
    return { problem: `${given} by \`--why\`: \`broken\`, \`insecure\`, \`secret\` or \`mistake\`.` };
  }
  if (values.version === '') return { problem: 'The version of `--version` is empty.' };
  const image = values.image === undefined ? undefined : taggedImage(values.image);
  if (image !== undefined && 'problem' in image) return image;
  if (image !== undefined && (paths.length > 0 || values.version !== undefined))
    return { problem: '`--image` stands in place of a manifest and of `--version`.' };
  if (image === undefined && (paths.length !== 1 || paths[0] === ''))
    return { problem: 'Name one manifest whose own version is meant, or an image by `--image`.' };
  return {
    is: NAME,
    ...{ paths, why },
    ...(values.version === undefined ? {} : { version: values.version }),
    ...(image === undefined ? {} : { image }),
    offline: values.offline === true,
    verbose: values.verbose === true,
    trusted: values.untrusted !== true,
    ...(values.settings === undefined ? {} : { settingsFile: values.settings }),
  };
}

const NAME = 'pull-back';

const OPTIONS = {
  ...COMMON_OPTIONS,
  why: { type: 'string' },
  version: { type: 'string' },
  image: { type: 'string' },
} as const;

function taggedImage(text: string): TaggedImage | { readonly problem: string } {
  const read = parseImageReference(text);
  if (read?.tag === undefined || read.digest !== undefined)
    return { problem: `${code(text)} is no image with a tag, as in \`ghcr.io/acme/app:1.2.3\`.` };
  return { name: read.name, tag: read.tag };
}
