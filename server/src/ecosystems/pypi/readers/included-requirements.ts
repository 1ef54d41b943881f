import type { Reader } from '../../../model/reader.ts';
import { readRequirements } from '../syntax/read-requirements.ts';
import { saysWhereToAsk } from '../syntax/recognised.ts';
import { INCLUDED_KIND } from '../syntax/requirements-together.ts';

/**
 * Requirements files under names that others have too: those that another requirements file includes, and those whose
 * text leaves no doubt. Whatever is included by its exact path is read under any name.
 */
export const includedRequirements: Reader = {
  id: INCLUDED_KIND,
  files: [
    '{all,api,app,base,build,ci,common,core,default,deploy,dev,doc,docs,extra,extras,full,install,lint}.{txt,in}',
    '{local,main,minimal,mypy,optional,pins,prod,production,release,runtime,server,shared,style,test}.{txt,in}',
    '{testing,tests,tools,tox,typing,web,worker,backend,frontend,python,python3,py,pypi}.{txt,in}',
    '{req,requires,require}*.{txt,in}',
    '*requirements*.{pip,lock}',
    '*{reqs,deps,dependencies,packages,pip}*.{txt,in}',
    '{reqs,req,deps,dependencies,constraints,pip,.requirements}/**/*.{txt,in}',
  ],
  included: ['*'],
  languages: [],
  telltale: ['--index-url', '=='],
  recognises: saysWhereToAsk,
  makes: true,
  read: readRequirements,
};
