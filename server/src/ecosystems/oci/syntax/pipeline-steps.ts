import type { Pull, Reading } from '../../../model/reference.ts';
import { findPath } from '../../../syntax/yaml-paths.ts';
import { imagesAt, readImages } from './images-at-paths.ts';
import { writtenImage } from './written-image.ts';
import { writtenPull } from './written-pull.ts';

/** How a descendant of Drone says when an image is pulled. */
export interface StepPull {
  readonly words: Readonly<Record<string, Pull['policy']>>;
  readonly always: string;
}

/**
 * Reads one pipeline of Drone or of Woodpecker: steps, services and clones, each a list or, as it was in the beginning,
 * a map. `$` marks what is filled in when it runs.
 */
export function readPipelineSteps(text: string, { words, always }: StepPull): Reading {
  return readImages(text, ['image'], document =>
    imagesAt(
      document,
      STEPS.flatMap(path => findPath(document.root, path)),
      (scalar, found) => {
        const subject = writtenImage(scalar, text, { runs: false });
        const pull = subject?.kind === 'image' ? writtenPull(found, 'pull', words, always) : undefined;
        return subject?.kind === 'image' && pull !== undefined ? { ...subject, pull } : subject;
      },
    ),
  );
}

const STEPS = ['steps', 'pipeline', 'services', 'clone'].flatMap(key => [`${key}[].image`, `${key}.*.image`]);
