import type { Reader } from '../../../model/reader.ts';
import { findPath, type YamlFound } from '../../../syntax/yaml-paths.ts';
import { circleciParameters, type GivenValue } from '../syntax/circleci-parameters.ts';
import { imagesAt, readImages } from '../syntax/images-at-paths.ts';
import { opaqueImage } from '../syntax/opaque-image.ts';
import { writtenImage } from '../syntax/written-image.ts';

/**
 * CircleCI's configuration (configuration reference, `docker`): jobs and executors, those of inline orbs, and those of
 * parts that are packed into one file. All have a list `docker`, whose items name images, also by the defaults of
 * parameters; `machine.image` is a virtual machine's disk.
 */
export const circleci: Reader = {
  id: 'circleci',
  files: ['.circleci/**/*.{yml,yaml}'],
  languages: [],
  read: text =>
    readImages(text, ['image'], document => {
      const parameters = circleciParameters(document);
      const places: (YamlFound | GivenValue)[] = findPath(document.root, '**.docker[].image');
      for (const place of parameters.given) places.push(place);
      return imagesAt(document, places, (scalar, place) => {
        if ('before' in place) return parameters.withValue(scalar, place);
        // `<< parameters.tag >>`: filled in before anything reads the configuration.
        if (scalar.value.includes('<<')) return parameters.byDefault(scalar) ?? opaqueImage(scalar.value, 'template');
        return writtenImage(scalar, text, IN_A_JOB);
      });
    }),
};

const IN_A_JOB = { runs: false };
