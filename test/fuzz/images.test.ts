import { IMAGES } from '../../server/src/ecosystems/index.ts';
import { fuzzEach } from './each.ts';

fuzzEach(IMAGES.readers);
