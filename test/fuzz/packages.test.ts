import { PACKAGES } from '../../server/src/ecosystems/index.ts';
import { fuzzEach } from './each.ts';

fuzzEach(Object.values(PACKAGES).flatMap(({ readers }) => readers));
