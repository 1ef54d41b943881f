import type { Reader } from '../../../model/reader.ts';
import { INCLUDED_KIND, readRequirements } from '../syntax/read-requirements.ts';

/**
 * Requirements files under names that others have too: those that another requirements file includes. Names beyond
 * these are read where something else leads to them.
 */
export const includedRequirements: Reader = {
  id: INCLUDED_KIND,
  files: [
    '{all,api,app,base,build,ci,common,core,default,deploy,dev,doc,docs,extra,extras,full,install,lint}.{txt,in}',
    '{local,main,minimal,mypy,optional,pins,prod,production,release,runtime,server,shared,style,test}.{txt,in}',
    '{testing,tests,tools,tox,typing,web,worker}.{txt,in}',
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
