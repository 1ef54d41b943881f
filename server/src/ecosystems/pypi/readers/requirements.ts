import type { Reader } from '../../../model/reader.ts';
import { INCLUDED_KIND, readRequirements } from '../syntax/read-requirements.ts';

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
  read: readRequirements,
};

/**
 * The same under names of which some are such files: those that another one includes. Names beyond these are read where
 * something else leads to them.
 */
export const includedRequirements: Reader = {
  id: INCLUDED_KIND,
  files: [
    '{base,ci,common,core,deploy,dev,docs,lint,local,main,pins,prod,production,test,tests,tox}.{txt,in}',
    '*{reqs,deps,dependencies,packages,pip}*.{txt,in}',
    '{reqs,deps,dependencies,constraints,pip,.requirements}/**/*.{txt,in}',
  ],
  included: ['*.{txt,in,pip,lock}'],
  languages: [],
  telltale: ['--index-url', '=='],
  // Its name says nothing, and its text little.
  recognises: () => false,
  makes: true,
  read: readRequirements,
};
