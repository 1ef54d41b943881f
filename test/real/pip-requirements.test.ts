import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requirements } from '../../server/src/ecosystems/pypi/readers/requirements.ts';
import { decoded } from '../../server/src/files/encoding.ts';
import { NOTHING_AROUND } from '../../server/src/model/reader.ts';
import type { Subject } from '../../server/src/model/reference.ts';
import { type Statement, TOLD_NOTHING } from '../../server/src/model/statement.ts';
import { toldBy } from '../support/judged-by.ts';
import { askPython, findPip, PIP_HINT } from '../support/python-client.ts';

/** What is required, and where names are asked: as pip's own parser says it, or as the reader does. */
interface Parsed {
  /** A name with its versions, in order, for each requirement that an index is asked for. */
  readonly required: readonly string[];
  /** Those of the files together, as `ReleaseSubject.source` has it. */
  readonly source: string;
  readonly prereleases: boolean;
}

type Files = Readonly<Record<string, string>>;

/** Reads `requirements.txt` of each set of files, and all that it includes. */
const PIP_PARSER = `
import json, os, sys, tempfile
from pip._internal.req.req_file import parse_requirements
from pip._internal.req.constructors import install_req_from_parsed_requirement
class Scope:
    find_links, index_urls, no_index = [], ['default'], False
class Finder:
    format_control = release_control = None
    def __init__(self): self.search_scope, self.pre = Scope(), False
    find_links = property(lambda self: list(self.search_scope.find_links))
    index_urls = property(lambda self: list(self.search_scope.index_urls))
    def set_allow_all_prereleases(self): self.pre = True
def name(text): return text.lower().replace('_', '-').replace('.', '-')
read = []
for files in json.load(sys.stdin):
    with tempfile.TemporaryDirectory() as folder:
        for file, text in files.items():
            path = os.path.join(folder, file)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'w', newline='') as out: out.write(text)
        finder = Finder()
        required = []
        for parsed in parse_requirements(os.path.join(folder, 'requirements.txt'), session=None, finder=finder):
            one = install_req_from_parsed_requirement(parsed)
            # What depends on the machine is no matter of the file.
            is_wanted = 'os_name' in str(one.markers) or one.match_markers()
            if one.link is None and one.req is not None and is_wanted:
                required.append(name(one.req.name) + ' ' + ','.join(sorted(map(str, one.req.specifier))))
        scope = finder.search_scope
        first = scope.index_urls[:1]
        words = ['pip']
        if scope.no_index: words.append('no-index=1')
        elif first != ['default']: words.append('index-url=' + first[0])
        if not scope.no_index: words += ['extra-index-url=' + url for url in scope.index_urls[1:]]
        if scope.find_links: words.append('find-links=1')
        read.append({'required': required, 'source': ' '.join(words), 'prereleases': finder.pre})
print(json.dumps(read))
`;

const PIP_DECODER = `
import base64, json, sys
from pip._internal.utils.encoding import auto_decode
print(json.dumps([auto_decode(base64.b64decode(each)) for each in json.load(sys.stdin)]))
`;

/** In the order in which pip comes to them, file by file. */
function readHere(files: Files): Omit<Parsed, 'required'> & { readonly required: ReadonlySet<string> } {
  const names = Object.keys(files);
  const stated = names.flatMap(file =>
    (requirements.read(files[file] ?? '', file, { ...NOTHING_AROUND, told: TOLD_NOTHING }).statements ?? []).map(
      (said): [string, Statement] => [file, said],
    ),
  );
  const around = { ...NOTHING_AROUND, told: toldBy(stated) };
  const subjects = names.flatMap(file =>
    requirements.read(files[file] ?? '', file, around).references.map(({ subject }) => subject),
  );
  const releases = subjects.filter(subject => subject.kind === 'release');
  const sources = new Set(releases.map(({ source = 'pip' }) => source));
  return {
    required: new Set(releases.map(requiredText)),
    source: [...sources].join(' and '),
    prereleases: releases.every(({ prereleases }) => prereleases === true),
  };
}

function requiredText({ name, want }: Extract<Subject, { kind: 'release' }>): string {
  const clauses = want.text.split(',').map(clause => clause.replace(/\s/g, ''));
  return `${name} ${clauses.sort().join(',')}`;
}

const HASH = ` --hash=sha256:${'ab'.repeat(32)}`;
const requirement = fc
  .tuple(
    fc.constantFrom('requests', 'Foo_Bar', 'a', 'b.c'),
    fc.constantFrom('', '[x]', '[x,y]', ' [x]'),
    fc.constantFrom(
      '',
      '==1.0',
      '>=1,<2',
      ' ~= 1.4',
      '!=1 , >0',
      '==1.*',
      ' (>=1)',
      ' \\\n  ==1.0',
      '\\\n>=2',
      '==1+cpu',
    ),
    fc.constantFrom('', ' ; python_version<"3"', ';os_name=="x"', HASH, ` \\\n   ${HASH}`, ' -i https://not.example/'),
    fc.constantFrom('', '  # why', '\t# why', ' #'),
  )
  .map(parts => parts.join(''));
const elsewhere = fc.constantFrom(
  'n @ https://h.example/x-1.0.zip',
  '-e git+https://g.example/a.git#egg=x',
  '# c \\',
  '',
);
const option = fc.constantFrom(
  ...['--pre', '-i https://a.example/s', '--index-url=https://b.example', '--no-index', '-f https://f.example/'],
  ...['--extra-index-url https://c.example/', '--extra-index https://d.example/ -i https://e.example/'],
  ...[
    '-i https://a.example/s --extra-index-url "https://c.example/"',
    '--trusted-host c.example',
    '--pypi-url https://g.example',
  ],
);
const lines = (...includes: string[]) =>
  fc
    .array(
      fc.oneof(
        { weight: 3, arbitrary: requirement },
        elsewhere,
        option,
        fc.constantFrom(...includes.flatMap(file => [`-r ${file}`, `-c${file}`, `--requirement=${file} --pre`]), '# c'),
      ),
      { maxLength: 5 },
    )
    .map(all => `${all.join('\n')}\n`);
const trees = fc.record({
  'requirements.txt': lines('sub/base-requirements.txt', 'sub/constraints.txt').map(text => `${text}\nfirst==1\n`),
  'sub/base-requirements.txt': lines('./constraints.txt', '../sub//constraints.txt'),
  'sub/constraints.txt': lines(),
});

/** Those that pip comes to from the first one. */
function reached(files: Files): Files {
  const found = new Set(['requirements.txt']);
  for (const file of found) {
    for (const other of Object.keys(files)) {
      const name = other.slice(other.indexOf('/') + 1);
      if (other !== file && new RegExp(`^(?:-r |-c|--requirement=)\\S*${name}`, 'm').test(files[file] ?? ''))
        found.add(other);
    }
  }
  return Object.fromEntries(Object.entries(files).filter(([file]) => found.has(file)));
}

const pip = findPip();

describe.skipIf(pip === undefined)(
  `what pip reads in requirements files${pip === undefined ? ` (${PIP_HINT})` : ''}`,
  () => {
    it('is what is read here: names, versions, and the indexes of all files together', () => {
      const all = fc.sample(trees, { seed: 20261129, numRuns: 800 }).map(reached);
      const said = JSON.parse(askPython(PIP_PARSER, JSON.stringify(all)) ?? '[]') as Parsed[];
      expect(said).toHaveLength(all.length);
      for (const [i, files] of all.entries()) {
        const { required, source, prereleases } = said[i] as Parsed;
        expect(readHere(files), JSON.stringify(files)).toEqual({ required: new Set(required), source, prereleases });
      }
    });

    it('is decoded as here', () => {
      const text = '# é\r\ndemo==1.1\r\n';
      const all = [
        ...[text, `\uFEFF${text}`].map(each => Buffer.from(each, 'utf8')),
        ...['utf16le', 'utf8'].map(encoding => Buffer.from(`\uFEFF${text}`, encoding as 'utf8')),
        Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
        Buffer.from(`# -*- coding: latin-1 -*-\n${text}`, 'latin1'),
        Buffer.from(`a==1\n# vim: set fileencoding=iso-8859-1 :\n${text}`, 'latin1'),
      ];
      const said = askPython(PIP_DECODER, JSON.stringify(all.map(each => each.toString('base64'))));
      expect(all.map(each => decoded(each)?.text)).toEqual(JSON.parse(said ?? '[]'));
    });
  },
);
