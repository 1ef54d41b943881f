import { describe, expect, test } from 'vitest';
import { dockerfile } from '../../../../server/src/ecosystems/oci/readers/dockerfile.ts';
import { imageNameText, shortDigest } from '../../../../server/src/model/names.ts';
import type { Reference } from '../../../../server/src/model/reference.ts';
import { textUnder } from '../../../../server/src/model/span.ts';
import { annotate, caretFixture } from '../../../support/caret-fixture.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

function label({ subject }: Reference): string {
  switch (subject.kind) {
    case 'image':
      return [
        imageNameText(subject.name) +
          (subject.tag === undefined ? '' : `:${subject.tag}`) +
          (subject.digest === undefined ? '' : `@${shortDigest(subject.digest)}`),
        ...(subject.runs ? ['runs'] : []),
        ...(subject.byDefaultOf === undefined ? [] : [`by default of ${subject.byDefaultOf}`]),
        ...(subject.maybeNamedContext === true ? ['or a context'] : []),
      ].join(', ');
    case 'artifact':
      return 'an artifact';
    case 'opaque':
      return [subject.why, subject.name ?? '-', subject.want ?? '-'].join(' ');
    case 'release':
    case 'publication':
    case 'publish':
    case 'policy':
      return subject.kind;
  }
}

function expectFound(lines: readonly string[], file = 'Dockerfile'): void {
  const { text } = caretFixture(...lines);
  expect(annotate(text, dockerfile.read(text, file).references, label)).toEqual(lines);
}

describe('images and stages', () => {
  test('the last stage runs, and so does what it is built upon', () =>
    expectFound([
      'FROM node:20 AS base',
      '     ^^^^^^^ docker.io/library/node:20, runs',
      'FROM golang:1.22 AS tools',
      '     ^^^^^^^^^^^ docker.io/library/golang:1.22',
      'FROM base AS app',
      'COPY --from=tools /bin/x /bin/',
      'FROM app',
    ]));

  test('a stage of no interest to the last one does not run', () =>
    expectFound([
      'FROM node:20 AS build',
      '     ^^^^^^^ docker.io/library/node:20',
      'FROM scratch',
      'COPY --from=build /app /app',
    ]));

  test('a stage is added after its own base was looked up', () =>
    expectFound(['FROM node AS node', '     ^^^^ docker.io/library/node, runs, or a context', 'FROM node']));

  test('of two stages with one name the later one counts', () =>
    expectFound([
      'FROM a:1 AS x',
      '     ^^^ docker.io/library/a:1',
      'FROM b:1 AS X',
      '     ^^^ docker.io/library/b:1, runs',
      'FROM x',
    ]));

  test('FROM looks a stage up as written, --from in any case', () =>
    expectFound([
      'FROM a:1 AS Build',
      '     ^^^ docker.io/library/a:1',
      'FROM Build',
      '     ^^^^^ invalid - -',
      'COPY --from=BUILD /a /b',
    ]));

  test('FROM knows earlier stages only, --from all of them', () =>
    expectFound([
      'FROM later',
      '     ^^^^^ docker.io/library/later, or a context',
      'COPY --from=later /a /b',
      'FROM b:1 AS later',
      '     ^^^ docker.io/library/b:1, runs',
    ]));

  test('numbers are stages for COPY and names for mounts', () =>
    expectFound([
      'FROM a:1',
      '     ^^^ docker.io/library/a:1',
      'FROM b:1',
      '     ^^^ docker.io/library/b:1, runs',
      'COPY --from=0 /a /b',
      'COPY --from=+7 /a /b',
      'RUN --mount=from=0,target=/x ls',
      '                 ^ docker.io/library/0, or a context',
    ]));

  test('scratch is no image anywhere, in this spelling', () =>
    expectFound([
      'FROM scratch AS a',
      'COPY --from=scratch / /',
      'FROM Scratch',
      '     ^^^^^^^ invalid - -',
      'FROM scratch:1',
      '     ^^^^^^^^^ docker.io/library/scratch:1, runs',
    ]));

  test('a digest is what is wanted, its tag stays beside it', () =>
    expectFound([
      `FROM ghcr.io/o/r:latest@${DIGEST}`,
      `     ${'^'.repeat('ghcr.io/o/r:latest@'.length + DIGEST.length)} ghcr.io/o/r:latest@sha256:0123456789ab, runs`,
    ]));

  test('hosts, ports and short names', () =>
    expectFound([
      'FROM localhost:5000/app AS a',
      '     ^^^^^^^^^^^^^^^^^^ localhost:5000/app',
      'FROM index.docker.io/busybox',
      '     ^^^^^^^^^^^^^^^^^^^^^^^ docker.io/library/busybox',
      'FROM localhost:5000',
      '     ^^^^^^^^^^^^^^ docker.io/library/localhost:5000, runs',
    ]));
});

describe('what else is on a line', () => {
  test('flags, keywords in any case, tabs and comments behind', () =>
    expectFound([
      'from\t--platform=$BUILDPLATFORM  node:20\tas\tx',
      '    \t                           ^^^^^^^ docker.io/library/node:20',
      'From --platform="linux/arm64" "node:21" As y # why',
      '                               ^^^^^^^ docker.io/library/node:21, runs',
    ]));

  test('COPY --from in its spellings; ADD has none', () =>
    expectFound([
      'FROM scratch',
      'COPY --chown=1:1 --from=a:1 --link /x /y',
      '                        ^^^ docker.io/library/a:1',
      'COPY --from="b:1" /x /y',
      '             ^^^ docker.io/library/b:1',
      'COPY /x --from=c:1 /y',
      'ADD --from=d:1 /x /y',
      'COPY --from=e /x /y',
      '            ^ docker.io/library/e, or a context',
    ]));

  test('every mount of a RUN, by the rules of CSV', () =>
    expectFound([
      'FROM scratch',
      'RUN --mount=type=bind,from=a:1,target=/a --mount=FROM=b:1,target=/b --network=none make --mount=from=c:1',
      '                           ^^^ docker.io/library/a:1',
      '                                                      ^^^ docker.io/library/b:1',
      'RUN --mount=type=cache,"from=d:1",target=/d make',
      '                             ^^^ docker.io/library/d:1',
      'RUN --mount=type=cache,\\"from=e:1\\",target=/d make',
      '                              ^^^ docker.io/library/e:1',
      'RUN --mount=from=f:1,from=g:1 make',
      '                          ^^^ docker.io/library/g:1',
      'RUN --mount=from=,target=/x make',
    ]));

  test('ONBUILD happens in a build with other stages', () =>
    expectFound([
      'FROM a:1 AS one',
      '     ^^^ docker.io/library/a:1, runs',
      'ONBUILD COPY --from=b:1 /x /y',
      '                    ^^^ docker.io/library/b:1',
      'onbuild run --mount=from=c:1,target=/x make',
      '                         ^^^ docker.io/library/c:1',
      'ONBUILD COPY --from=one /x /y',
      'ONBUILD COPY --from=0 /x /y',
      'ONBUILD FROM d:1',
      'ONBUILD ONBUILD COPY --from=e:1 /x /y',
    ]));

  test('variables are not replaced in --from', () =>
    expectFound([
      'ARG V=1',
      'FROM scratch',
      'COPY --from=a:$V /x /y',
      '            ^^^^ variable docker.io/library/a $V',
      'RUN --mount=from=${V},target=/x make',
      '                 ^^^^ variable - -',
    ]));
});

describe('lines', () => {
  test('a continued FROM, with comments and a blank line within', () =>
    expectFound([
      'FROM \\',
      '# FROM x:1',
      '',
      '  node:20 \\ ',
      '  ^^^^^^^ docker.io/library/node:20',
      '  # more',
      '  AS build',
      'FROM b:1',
      '     ^^^ docker.io/library/b:1, runs',
    ]));

  test('a word that goes on in the next line', () =>
    expectFound(['FROM node:\\', '     ^^^^^^… docker.io/library/node:20, runs', '20', 'USER x']));

  test('an escaped escape character does not continue', () =>
    expectFound([
      'FROM a:1',
      '     ^^^ docker.io/library/a:1',
      'ENV A b\\\\',
      'FROM b:1',
      '     ^^^ docker.io/library/b:1, runs',
    ]));

  test('carriage returns', () => {
    const text = '# syntax=docker/dockerfile:1\r\nFROM \\\r\n  node:20 AS a\r\nCOPY --from=b:1 \\\r\n / /\r\n';
    const { references } = dockerfile.read(text, 'Dockerfile');
    expect(references.map(({ span }) => textUnder(text, span))).toEqual(['docker/dockerfile:1', 'node:20', 'b:1']);
    expect(references[1]?.ignoreAt).toEqual({ offset: 30, open: '# ', newline: '\r\n' });
  });

  test.each([
    ['plain', 'RUN <<EOF', 'EOF'],
    ['quoted', 'RUN <<"EOF" cat', 'EOF'],
    ['with tabs before its end', 'RUN cat <<-EOF > /x', '\t\tEOF'],
    ['of COPY', 'COPY <<EOF /x', 'EOF'],
    ['held back', 'ONBUILD RUN <<EOF', 'EOF'],
    ['behind a flag', 'RUN --mount=target=/x <<E.O-F', 'E.O-F'],
    ['numbered', 'RUN 3<<EOF cat', 'EOF'],
    ['with a blank', 'RUN << EOF', 'EOF'],
    ['behind a continuation', 'RUN a \\\n  <<EOF', 'EOF'],
  ])('the body of a here-document is no instruction: %s', (_, open, end) => {
    const text = `FROM a:1\n${open}\nFROM b:1\n  ${end}\n${end}\nFROM c:1`;
    const { references } = dockerfile.read(text, 'Dockerfile');
    expect(references.map(({ span }) => textUnder(text, span))).toEqual(['a:1', 'c:1']);
  });

  test.each([
    ['a here-string', 'RUN cat <<<EOF'],
    ['quoted', 'RUN echo "<<EOF"'],
    ['another instruction', 'CMD cat <<EOF'],
    ['the exec form', 'RUN ["cat", "<<EOF"]'],
    ['an open quote', "RUN echo it's <<EOF"],
    ['a comment', '# RUN <<EOF'],
  ])('no here-document: %s', (_, line) => {
    const text = `FROM a:1\n${line}\nFROM b:1`;
    const { references } = dockerfile.read(text, 'Dockerfile');
    expect(references.map(({ span }) => textUnder(text, span))).toEqual(['a:1', 'b:1']);
  });

  test('two here-documents of one line, one after the other', () =>
    expectFound([
      'FROM a:1',
      '     ^^^ docker.io/library/a:1',
      'RUN <<A cat <<B',
      'FROM x:1',
      'B',
      'A',
      'FROM y:1',
      'B',
      'FROM b:1',
      '     ^^^ docker.io/library/b:1, runs',
    ]));

  test('after a here-document without end nothing is certain', () =>
    expectFound(['FROM a:1', '     ^^^ docker.io/library/a:1, runs', 'RUN <<EOF', 'FROM b:1']));
});

describe('directives', () => {
  test('# syntax= is an image that runs nowhere', () =>
    expectFound([
      '# Check=skip=all',
      '#syntax = docker/dockerfile:1 and more',
      '          ^^^^^^^^^^^^^^^^^^^ docker.io/docker/dockerfile:1',
      'FROM a:1',
      '     ^^^ docker.io/library/a:1, runs',
    ]));

  test.each([
    ['a blank line before', '\n# syntax=x:1\nFROM a:1'],
    [
      'JSON that is nested deeper than a parser goes',
      `{"syntax":"x:1","a":${'['.repeat(200)}${']'.repeat(200)}}\nFROM a:1`,
    ],
    ['a comment before', '# hello\n# syntax=x:1\nFROM a:1'],
    ['another name before', '# foo=bar\n# syntax=x:1\nFROM a:1'],
    ['an instruction before', 'FROM a:1\n# syntax=x:1'],
    ['indentation', ' # syntax=x:1\nFROM a:1'],
    ['no value', '# syntax=\nFROM a:1'],
  ])('is a comment: %s', (_, text) => {
    expect(dockerfile.read(text, 'Dockerfile').references.map(({ span }) => textUnder(text, span))).toEqual(['a:1']);
  });

  test.each([
    ['a shebang before', '#!/usr/bin/env x\n# syntax=x:1\n'],
    ['two slashes', '//syntax=x:1\n'],
    ['upper case', '# SYNTAX=x:1\n'],
    ['JSON', '{ "syntax": "x:1" }'],
    ['the first of two', '# syntax=x:1\n# syntax=y:1\n'],
  ])('is a directive: %s', (_, text) => {
    expect(dockerfile.read(text, 'Dockerfile').references.map(({ span }) => textUnder(text, span))).toEqual(['x:1']);
  });

  test('a backtick may be the escape character', () =>
    expectFound([
      '# escape=`',
      'FROM a:`',
      '     ^^^… docker.io/library/a:1',
      '1',
      'COPY a C:\\',
      'FROM b:1',
      '     ^^^ docker.io/library/b:1, runs',
    ]));
});

describe('variables', () => {
  test('of the ARGs before the first FROM, several on a line, through chains', () =>
    expectFound([
      'ARG A=1 B="node:2" C=\'3\'',
      'ARG D=$A.$C E=${B}$A',
      'FROM x:$D',
      '     ^^^^ docker.io/library/x:1.3, by default of D',
      'FROM $E',
      '     ^^ docker.io/library/node:21, runs, by default of E',
    ]));

  test('an ARG in a stage is not seen by FROM', () =>
    expectFound([
      'FROM a:1',
      '     ^^^ docker.io/library/a:1',
      'ARG V=1',
      'FROM b:$V',
      '     ^^^^ variable docker.io/library/b $V',
    ]));

  test('the last ARG of a name counts, one without a value changes nothing', () =>
    expectFound([
      'ARG A=1',
      'ARG A=2',
      'ARG A',
      'FROM x:$A',
      '     ^^^^ docker.io/library/x:2, runs, by default of A',
    ]));

  test.each([
    ['${X:-node:20}', 'docker.io/library/node:20, runs, by default of X'],
    ['"${X:-node:20}"', 'docker.io/library/node:20, runs, by default of X'],
    ['${X-node:20}', 'docker.io/library/node:20, runs, by default of X'],
    ['${X:-node}:20', 'docker.io/library/node:20, runs, by default of X'],
    ['a:${V:-9}', 'docker.io/library/a:v1.2, runs, by default of V'],
    ['a:${EMPTY:-9}', 'docker.io/library/a:9, runs, by default of EMPTY'],
    ['a${V:+:$V}', 'docker.io/library/a:v1.2, runs, by default of V'],
    ['a:1${EMPTY:+-x}', 'docker.io/library/a:1, runs'],
    ['a:${V#v}', 'docker.io/library/a:1.2, runs, by default of V'],
    ['a:${V%.*}', 'docker.io/library/a:v1, runs, by default of V'],
    ['a:${V/v/w}', 'docker.io/library/a:w1.2, runs, by default of V'],
    ['a:${V?needed}', 'docker.io/library/a:v1.2, runs, by default of V'],
    ['a:1$EMPTY', 'docker.io/library/a:1, runs'],
    // A value must be given, or the file is filled in by another tool.
    ['$NONE', 'variable - -'],
    ['a:$NONE', 'variable docker.io/library/a $NONE'],
    ['$NONE/a:1', 'variable - 1'],
    ['a$NONE', 'variable - -'],
    ['a:1-$NONE', 'variable docker.io/library/a 1-$NONE'],
    ['a:1$UNDECLARED', 'variable docker.io/library/a 1$UNDECLARED'],
    ['${NONE:?needed}', 'variable - -'],
    ['a:$TARGETARCH', 'variable docker.io/library/a $TARGETARCH'],
    ['a:$EMPTY', 'invalid docker.io/library/a $EMPTY'],
    // Legal, and meant so: nothing is missing when it is left out.
    ['a:1$NONE', 'docker.io/library/a:1, runs, by default of NONE'],
    ['a:1${NONE}-b', 'docker.io/library/a:1-b, runs, by default of NONE'],
    // Escaped, or not closed.
    ['a:\\$V', 'invalid docker.io/library/a \\$V'],
    ["'a:$V'", "invalid - $V'"],
    ['a:${V', 'invalid docker.io/library/a ${V'],
    ['a:${V:=1}', 'invalid docker.io/library/a ${V:=1}'],
    ['${V}{{ x }}:1', 'template - 1'],
  ])('FROM %s is %s', (word, expected) => {
    const text = `ARG V=v1.2 EMPTY= NONE\nFROM ${word}`;
    expect(dockerfile.read(text, 'Dockerfile').references.map(label)).toEqual([expected]);
  });

  test('a variable may name a stage, or one of several', () =>
    expectFound([
      'ARG BASE=one',
      'FROM a:1 AS one',
      '     ^^^ docker.io/library/a:1',
      'FROM b:1 AS base-amd64',
      '     ^^^ docker.io/library/b:1, runs',
      'FROM c:1 AS base-arm64',
      '     ^^^ docker.io/library/c:1, runs',
      'FROM $BASE AS two',
      'FROM base-$TARGETARCH',
      '     ^^^^^^^^^^^^^^^^ variable - -',
    ]));

  test('values that grow without end are not followed', () => {
    const text = `ARG A=xxxx\n${'ARG A=$A$A\n'.repeat(64)}FROM $A`;
    expect(dockerfile.read(text, 'Dockerfile').references.map(label)).toEqual(['variable - -']);
  });
});

describe('what cannot be asked', () => {
  test.each([
    ['node:', 'invalid docker.io/library/node -'],
    ['node:20@', 'invalid docker.io/library/node 20'],
    ['node:20@sha256:abc', 'invalid docker.io/library/node 20'],
    ['ghcr.io/', 'invalid - -'],
    ['Org/Image:1', 'invalid - 1'],
    ['{{cookiecutter.image}}:1', 'template - 1'],
    ['python:{{ version }}-slim', 'template docker.io/library/python {{ version }}-slim'],
  ])('FROM %s is listed as %s', (word, expected) => {
    expect(dockerfile.read(`FROM ${word} AS x`, 'Dockerfile').references.map(label)).toEqual([expected]);
  });

  test.each([
    'FROM',
    'FROM ',
    'FROM --platform=linux/amd64',
    'FROM --platform',
    'FRO node',
    'COPY --from',
    'COPY --from=',
  ])('nothing is said of %s', text => {
    expect(dockerfile.read(text, 'Dockerfile').references).toEqual([]);
  });

  test.each(['FROM node:20', 'FROM node:20 A', 'FROM node:20 AS', 'FROM node:20 AS ', 'FROM node:20 AS x y'])(
    '%s already names its image',
    text => {
      expect(dockerfile.read(text, 'Dockerfile').references.map(label)).toEqual(['docker.io/library/node:20, runs']);
    },
  );

  test('an unfinished FROM takes nothing from the stage before it', () =>
    expectFound(['FROM node:20', '     ^^^^^^^ docker.io/library/node:20, runs', 'FROM ', 'RUN x']));

  test.each([
    'Dockerfile.j2',
    'x/Dockerfile.tmpl',
    'Dockerfile.template',
    'Dockerfile.erb',
    'Dockerfile.jinja.dev',
    'a.template.Dockerfile',
    'Dockerfile.in',
  ])('in the template %s everything is opaque', file =>
    expectFound(
      [
        '# syntax=docker/dockerfile:1',
        '         ^^^^^^^^^^^^^^^^^^^ template docker.io/docker/dockerfile 1',
        'FROM node:20 AS build',
        '     ^^^^^^^ template docker.io/library/node 20',
        '{% if x %}',
        'FROM {{ image | default("x") }}:1',
        '     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ template - 1',
        'COPY --from=build / /',
        'COPY --from={{ tool }} / /',
        '            ^^^^^^^^^^ template - -',
      ],
      file,
    ),
  );
});

describe('where a pin goes', () => {
  test.each([
    ['here', 'FROM node:20', 'FROM node:20@D'],
    ['here', 'FROM node AS x', 'FROM node@D AS x'],
    ['here', 'FROM "node:20"', 'FROM "node:20@D"'],
    ['here', "FROM node:'20'", "FROM node:'20@D'"],
    ['here', `FROM node:20@${DIGEST} AS x`, 'FROM node:20@D AS x'],
    ['here', `FROM node@"${DIGEST}"`, 'FROM node@"D"'],
    ['here', `FROM node@${DIGEST.slice(0, 20)}\\\n${DIGEST.slice(20)}`, 'FROM node@D'],
    ['here', 'FROM node:\\\n20', 'FROM node:\\\n20@D'],
    ['default', 'ARG V=20\nFROM node:$V', 'ARG V=20@D\nFROM node:$V'],
    ['default', 'ARG V="20"\nFROM node:${V}', 'ARG V="20@D"\nFROM node:${V}'],
    ['default', 'ARG A=1 V=20 B=2\nFROM "node:$V"', 'ARG A=1 V=20@D B=2\nFROM "node:$V"'],
    ['default', 'ARG A=20\nARG B=node:$A\nFROM $B', 'ARG A=20@D\nARG B=node:$A\nFROM $B'],
    ['default', 'ARG A=node\nARG B=$A:20\nFROM $B', 'ARG A=node\nARG B=$A:20@D\nFROM $B'],
    ['default', 'ARG V=20\nFROM node:$V AS a\nFROM node:$V', 'ARG V=20@D\nFROM node:$V AS a\nFROM node:$V'],
    [
      'default',
      'ARG R=docker.io\nARG V=1\nFROM $R/a:$V\nFROM $R/b:2',
      'ARG R=docker.io\nARG V=1@D\nFROM $R/a:$V\nFROM $R/b:2',
    ],
    ['default', `ARG V=20@${DIGEST}\nFROM node:$V`, 'ARG V=20@D\nFROM node:$V'],
    ['default', `ARG H=${DIGEST}\nFROM node:20@$H`, 'ARG H=D\nFROM node:20@$H'],
    ['here', `ARG V=20\nFROM node:$V@${DIGEST}`, 'ARG V=20\nFROM node:$V@D'],
    ['default', 'FROM ${B:-node:20}', 'FROM ${B:-node:20@D}'],
    ['default', 'ARG B=${C:-node:20}\nFROM $B', 'ARG B=${C:-node:20@D}\nFROM $B'],
    ['override', 'ARG V=20\nFROM node:$V-slim', 'ARG V=20\nFROM node:$V-slim@D'],
    ['override', 'ARG R=docker.io\nFROM $R/node:20', 'ARG R=docker.io\nFROM $R/node:20@D'],
    ['override', 'ARG V=20\nFROM node:$V\nFROM golang:$V', 'ARG V=20\nFROM node:$V@D\nFROM golang:$V'],
    ['override', 'ARG V=20\nFROM node:$V AS a\nFROM node:$V-slim', 'ARG V=20\nFROM node:$V@D AS a\nFROM node:$V-slim'],
    ['override', 'ARG V=v20\nFROM node:${V#v}', 'ARG V=v20\nFROM node:${V#v}@D'],
    [
      'default',
      'ARG A=20\nARG B="node:$A"\nFROM $B\nFROM golang:$A',
      'ARG A=20\nARG B="node:$A@D"\nFROM $B\nFROM golang:$A',
    ],
    [
      'override',
      'ARG A=20\nARG B=node:$A\nFROM $B\nFROM golang:$A\nARG B',
      'ARG A=20\nARG B=node:$A\nFROM $B@D\nFROM golang:$A\nARG B',
    ],
    ['override', 'ARG V=a\nFROM $V:1$V', 'ARG V=a\nFROM $V:1$V@D'],
    ['override', 'ARG V=20\nFROM node:${V#2}$V', 'ARG V=20\nFROM node:${V#2}$V@D'],
    ['override', 'ARG V\nFROM "busybox:stable$V"', 'ARG V\nFROM "busybox:stable$V@D"'],
    ['override', 'ARG V=20\nFROM node:$V\nARG V\nRUN echo $V', 'ARG V=20\nFROM node:$V@D\nARG V\nRUN echo $V'],
    ['override', 'ARG V=20 W=$V\nFROM node:$V\nARG W', 'ARG V=20 W=$V\nFROM node:$V@D\nARG W'],
    ['override', 'ARG P=linux/arm64\nFROM --platform=$P $P', 'ARG P=linux/arm64\nFROM --platform=$P $P@D'],
    ['override', `ARG H=${DIGEST.slice(7)}\nFROM node@sha256:$H`, `ARG H=${DIGEST.slice(7)}\nFROM node@D`],
    ['override', `ARG B=node:20@${DIGEST}\nFROM $B\nARG B`, `ARG B=node:20@${DIGEST}\nFROM node:20@D\nARG B`],
  ])('%s: %j', (where, text, expected) => {
    const subject = dockerfile.read(text, 'Dockerfile').references[0]?.subject;
    if (subject?.kind !== 'image') throw new Error('no image');
    const { span, before, after } = subject.pin.digest;
    expect(subject.pin.where).toBe(where);
    expect(`${text.slice(0, span.start)}${before}D${after}${text.slice(span.end)}`).toBe(expected);
  });

  test.each([
    ['FROM node', 'FROM node:T'],
    ['FROM "node:latest"', 'FROM "node:T"'],
    [`FROM node@${DIGEST}`, `FROM node:T@${DIGEST}`],
    [`FROM node:20@${DIGEST}`, `FROM node:T@${DIGEST}`],
    ['ARG V=20\nFROM node:$V', 'ARG V=T\nFROM node:$V'],
    ['ARG B=node\nFROM $B', 'ARG B=node:T\nFROM $B'],
    ['ARG R=x.io\nFROM $R/node:20', 'ARG R=x.io\nFROM $R/node:T'],
    [`ARG H=${DIGEST}\nFROM node:20@$H`, `ARG H=${DIGEST}\nFROM node:T@$H`],
    ['ARG V=20\nFROM node:$V-slim', undefined],
    ['ARG V=20\nFROM node:$V-slim AS a\nFROM node:$V', undefined],
    ['ARG V=20\nFROM node:$V AS a\nFROM golang:$V', undefined],
    ['ARG A=1 B=2\nFROM node:$A$B', undefined],
    ['ARG V=v20\nFROM node:${V#v}', undefined],
  ])('the tag of %j', (text, expected) => {
    const subject = dockerfile.read(text, 'Dockerfile').references[0]?.subject;
    if (subject?.kind !== 'image') throw new Error('no image');
    const slot = subject.pin.tag;
    expect(slot && `${text.slice(0, slot.span.start)}${slot.before}T${slot.after}${text.slice(slot.span.end)}`).toBe(
      expected,
    );
  });
});

describe('comments that silence', () => {
  function silenced(text: string): string[] {
    const { references, ignores } = dockerfile.read(text, 'Dockerfile');
    return references.map(({ span }) => {
      const rules = ignores.filter(ignore => ignore.span.start <= span.end && span.start <= ignore.span.end);
      return `${textUnder(text, span)}: ${rules.map(ignore => ignore.rules.join('+') || 'all').join(' ')}`;
    });
  }

  test.each([
    ['# registry-lens: ignore\nFROM a\nFROM b', ['a: all', 'b: ']],
    ['FROM a\n# registry-lens: ignore latest-tag, moved-tag\nFROM b', ['a: ', 'b: latest-tag+moved-tag']],
    ['# registry-lens: ignore latest-tag -- it is only a demo\nFROM a', ['a: latest-tag']],
    ['# registry-lens: ignore -- it is only a demo\nFROM a', ['a: all']],
    ['#registry-lens:ignore a\n# Why: because.\n# registry-lens: ignore b\nFROM a', ['a: a b']],
    ['# registry-lens: ignore\n\nFROM a', ['a: ']],
    ['# registry-lens: ignored\nFROM a', ['a: ']],
    ['# Says registry-lens: ignore\nFROM a', ['a: ']],
    [
      'FROM a\n# registry-lens: ignore\nRUN --mount=from=b x \\\n --mount=from=c y\nCOPY --from=d / /',
      ['a: ', 'b: all', 'd: '],
    ],
    [
      'FROM a\nRUN --mount=from=b \\\n# registry-lens: ignore\n --mount=from=c \\\n --mount=from=d y',
      ['a: ', 'b: ', 'c: all', 'd: '],
    ],
    ['FROM a\nRUN <<E\n# registry-lens: ignore\nE\nFROM b', ['a: ', 'b: ']],
    ['# registry-lens: ignore\r\nFROM a\r\nFROM b', ['a: all', 'b: ']],
  ])('%j', (text, expected) => {
    expect(silenced(text)).toEqual(expected);
  });

  test.each([
    ['FROM a', 'FROM a'],
    ['# escape=`\n  FROM a', '# escape=`\n  # X\n  FROM a'],
    ['FROM \\\n  a', 'FROM \\\n  a'],
  ])('the place for one in %j', (text, expected) => {
    const at = dockerfile.read(text, 'Dockerfile').references.at(-1)?.ignoreAt;
    if (at === undefined) throw new Error('no place');
    const changed = `${text.slice(0, at.offset)}${at.open}registry-lens: ignore${at.newline}${text.slice(at.offset)}`;
    expect(changed.replace('registry-lens: ignore', 'X').replace(/^# X\n/, '')).toBe(expected);
    expect(silenced(changed).at(-1)).toBe('a: all');
  });

  test('there is no place above # syntax=', () => {
    expect(dockerfile.read('# syntax=x:1\n', 'Dockerfile').references[0]).not.toHaveProperty('ignoreAt');
  });
});

describe('variables that make much of little', () => {
  const references = (text: string) => dockerfile.read(text, 'Dockerfile').references;

  test('a long value that thousands of stages repeat does not fill the memory', () => {
    const found = references(`ARG A=${'b/'.repeat(2_000)}b\n${'FROM $A\n'.repeat(20_000)}FROM c:1\n`);
    expect(found).toHaveLength(20_001);
    expect(found.at(-2)?.subject).toMatchObject({ kind: 'opaque', why: 'variable' });
    expect(found.at(-1)?.subject).toMatchObject({ kind: 'image', tag: '1' });
  });

  test('variables without a value do not double from line to line', () => {
    const lines = Array.from({ length: 20 }, (_, n) => `ARG A${n + 1}=${`$A${n}`.repeat(10)}`);
    expect(references(`${lines.join('\n')}\nFROM b:$A20\n`)[0]?.subject).toMatchObject({ why: 'variable' });
  });

  test('a pattern with stars costs little, however often it is applied', () => {
    const found = references(`ARG A=${'a'.repeat(290)}\n${'FROM ${A/*a*a*b/c}\n'.repeat(1_000)}`);
    expect(found.every(({ subject }) => subject.kind === 'opaque' && subject.why === 'variable')).toBe(true);
  });
});
