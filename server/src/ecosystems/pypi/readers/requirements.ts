import type { Reader } from '../../../model/reader.ts';
import { readRequirements } from '../syntax/read-requirements.ts';
import { unreadStated } from '../syntax/requirements-together.ts';

/**
 * Requirements files and constraints by their names. What they say about indexes counts for those that include them and
 * that they include, so it is known before anybody is asked.
 */
export const requirements: Reader = {
  id: 'requirements',
  files: ['*requirements*.{txt,in}', 'requirements/**/*.{txt,in}', 'constraints*.{txt,in}'],
  languages: [],
  speaks: 'below',
  makes: true,
  unread: unreadStated(),
  read: readRequirements,
};
