import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REVISION_LABEL, SOURCE_LABEL, VERSION_LABEL } from '../../../server/src/model/image-labels.ts';
import { attachmentOf } from '../../../server/src/registries/oci/attachments.ts';
import {
  parseConfig,
  parseErrorCodes,
  parseManifest,
  parseTags,
  shapeOfType,
} from '../../../server/src/registries/oci/documents.ts';
import { HOSTILE_WORDS, PLAIN } from '../../support/hostile-words.ts';

const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
const OCI_IMAGE = 'application/vnd.oci.image.manifest.v1+json';
const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
const DOCKER_IMAGE = 'application/vnd.docker.distribution.manifest.v2+json';
const CONFIG = 'application/vnd.oci.image.config.v1+json';
const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

describe('the shape of a type', () => {
  it.each([
    [OCI_INDEX, 'index'],
    [DOCKER_LIST, 'index'],
    [`${OCI_IMAGE}; charset=utf-8`, 'image'],
    [DOCKER_IMAGE.toUpperCase(), 'image'],
    ['application/vnd.docker.distribution.manifest.v1+prettyjws', 'other'],
    ['application/json', undefined],
    ['text/html', undefined],
    ['constructor', undefined],
    [undefined, undefined],
  ])('%s is %s', (type, shape) => {
    expect(shapeOfType(type)).toBe(shape);
  });
});

describe('an index', () => {
  const entry = (digit: string, platform: object | undefined, more: object = {}) => ({
    mediaType: OCI_IMAGE,
    digest: digest(digit),
    size: 1,
    ...(platform ? { platform } : {}),
    ...more,
  });

  it('of more children than any has is none: cut short, it would tell of a pin what is not so', () => {
    const children = (count: number) => Array.from({ length: count }, () => entry('1', undefined));
    const read = (count: number) => parseManifest(bytes({ schemaVersion: 2, manifests: children(count) }), OCI_INDEX);
    expect(read(1_000)?.platforms.length).toBe(1_000);
    expect(read(1_001)).toBeUndefined();
  });

  it('lists its platforms in order, without attestations, strangers and indexes', () => {
    const index = {
      schemaVersion: 2,
      manifests: [
        entry('1', { os: 'linux', architecture: 'amd64' }),
        entry('2', { os: 'linux', architecture: 'arm64', variant: 'v8' }),
        entry('3', { os: 'unknown', architecture: 'unknown' }),
        entry(
          '4',
          { os: 'linux', architecture: 'amd64' },
          { annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } },
        ),
        entry('5', { os: 'windows', architecture: 'amd64', 'os.version': '10.0.20348' }),
        entry('6', undefined),
        { ...entry('7', { os: 'linux', architecture: 'amd64' }), mediaType: OCI_INDEX },
        { ...entry('8', { os: 'linux', architecture: 'amd64' }), mediaType: 'application/x-something' },
        { ...entry('9', { os: 'linux', architecture: 'amd64' }), digest: 'md5:1' },
        'nonsense',
        null,
      ],
    };
    expect(parseManifest(bytes(index), OCI_INDEX)).toEqual({
      shape: 'index',
      platforms: [
        { digest: digest('1'), platform: 'linux/amd64' },
        { digest: digest('2'), platform: 'linux/arm64/v8' },
        { digest: digest('5'), platform: 'windows/amd64' },
        { digest: digest('6'), platform: 'unknown' },
      ],
    });
  });
});

it.each(Object.entries(HOSTILE_WORDS))('a platform that is %s is no platform, and its digest is kept', (_, word) => {
  const manifests = [
    { os: word, architecture: 'amd64' },
    { os: 'linux', architecture: word },
  ].map((platform, i) => ({
    ...{ mediaType: OCI_IMAGE, digest: digest(`${i}`), platform },
  }));
  expect(parseManifest(bytes({ schemaVersion: 2, manifests }), OCI_INDEX)?.platforms).toEqual([
    { digest: digest('0'), platform: 'unknown' },
    { digest: digest('1'), platform: 'unknown' },
  ]);
});

it.each(Object.entries(HOSTILE_WORDS))('what is attached is told in plain words where its type is %s', (_, word) => {
  const layers = [{ annotations: { 'in-toto.io/predicate-type': word } }];
  const states = parseManifest(bytes({ schemaVersion: 2, config: {}, layers }), OCI_IMAGE)?.states ?? [];
  const attached = attachmentOf({ artifactType: word });
  for (const { type } of [...states, ...(attached === undefined ? [] : [attached])]) expect(type).toMatch(PLAIN);
});

describe('attestations in an index', () => {
  const platform = { mediaType: OCI_IMAGE, digest: digest('1'), platform: { os: 'linux', architecture: 'amd64' } };
  const attestation = (digit: string, of: string, type = 'attestation-manifest') => ({
    mediaType: OCI_IMAGE,
    digest: digest(digit),
    platform: { os: 'unknown', architecture: 'unknown' },
    annotations: { 'vnd.docker.reference.type': type, 'vnd.docker.reference.digest': digest(of) },
  });

  it.each<[string, object, object | undefined]>([
    ['of a platform', attestation('a', '1'), [{ digest: digest('a'), of: digest('1') }]],
    ['of a digest that is not there any more', attestation('a', '2'), undefined],
    ['of another type', attestation('a', '1', 'something'), undefined],
  ])('%s', (_, entry, attestations) => {
    const told = parseManifest(bytes({ schemaVersion: 2, manifests: [entry, platform] }), OCI_INDEX);
    expect(told).toEqual({
      shape: 'index',
      platforms: [{ digest: digest('1'), platform: 'linux/amd64' }],
      ...(attestations === undefined ? {} : { attestations }),
    });
  });

  it('say in their own manifest what they state', () => {
    const layer = (type: string) => ({ annotations: { 'in-toto.io/predicate-type': type } });
    const layers = ['https://slsa.dev/provenance/v0.2', 'https://spdx.dev/Document', 'https://x.example'].map(layer);
    expect(parseManifest(bytes({ schemaVersion: 2, config: {}, layers }), OCI_IMAGE)?.states).toEqual([
      { kind: 'provenance', type: 'https://slsa.dev/provenance/v0.2' },
      { kind: 'sbom', type: 'https://spdx.dev/Document' },
      { kind: 'other', type: 'https://x.example' },
    ]);
  });
});

describe('an image', () => {
  const image = {
    schemaVersion: 2,
    mediaType: OCI_IMAGE,
    config: { mediaType: CONFIG, digest: digest('a'), size: 2 },
    layers: [{ size: 5 }, { size: 7 }, { size: -1 }, { size: 'many' }, null],
  };

  it('tells its configuration and the size of its layers', () => {
    const expected = { shape: 'image', platforms: [], config: digest('a'), layerBytes: 12 };
    expect(parseManifest(bytes(image), OCI_IMAGE)).toEqual(expected);
    expect(parseManifest(bytes(image), 'application/json')).toEqual(expected);
    expect(parseManifest(bytes(image), undefined)).toEqual(expected);
  });

  it('has no configuration to read where it is a chart or another artifact', () => {
    const chart = { ...image, config: { mediaType: 'application/vnd.cncf.helm.config.v1+json', digest: digest('a') } };
    expect(parseManifest(bytes(chart), OCI_IMAGE)).toEqual({ shape: 'image', platforms: [], layerBytes: 12 });
  });

  it.each<[string, unknown, string | undefined]>([
    ['named one thing by its header and another by itself', image, DOCKER_IMAGE],
    ['an image that calls itself an index', { ...image, mediaType: OCI_INDEX }, OCI_INDEX],
    ['an index by its header only', { ...image, mediaType: undefined }, OCI_INDEX],
    ['both at once', { ...image, manifests: [] }, OCI_IMAGE],
    ['neither', { schemaVersion: 2 }, OCI_IMAGE],
    ['a page', '<!doctype html>', OCI_IMAGE],
    ['a list', [image], OCI_IMAGE],
    ['half of it', JSON.stringify(image).slice(0, 50), OCI_IMAGE],
    ['nothing', '', OCI_IMAGE],
  ])('is not believed when it is %s', (_, document, type) => {
    expect(parseManifest(bytes(document), type)).toBeUndefined();
  });
});

describe('a configuration', () => {
  const config = { os: 'linux', architecture: 'arm64', variant: 'v8' };
  it.each<[string, object, object]>([
    ['2024-05-01T10:00:00.123Z', { created: '2024-05-01T10:00:00.123Z' }, { created: '2024-05-01T10:00:00.123Z' }],
    ['the start of the epoch', { created: '1970-01-01T00:00:00Z' }, {}],
    ['the day of zip files', { created: '1980-01-02T00:00:00Z' }, {}],
    ['Go’s zero', { created: '0001-01-01T00:00:00Z' }, {}],
    ['no date', { created: 'yesterday' }, {}],
    ['no text', { created: 1 }, {}],
    ['nothing', {}, {}],
  ])('created: %s', (_, given, told) => {
    expect(parseConfig(bytes({ ...config, ...given }))).toEqual({ platform: 'linux/arm64/v8', labels: {}, ...told });
  });

  it('tells of its labels those that are shown, and are texts', () => {
    const labels = {
      ...{ a: 'b', n: 1, __proto__: 'z', [SOURCE_LABEL]: 'https://git.example/a' },
      ...{ [REVISION_LABEL]: 7, [VERSION_LABEL]: '1\n2\u202e' },
    };
    expect(parseConfig(bytes({ ...config, config: { Labels: labels } }))?.labels).toEqual({
      [SOURCE_LABEL]: 'https://git.example/a',
      [VERSION_LABEL]: '1 2',
    });
    expect(parseConfig(bytes({ ...config, config: { Labels: null } }))?.labels).toEqual({});
  });

  it.each(Object.entries(HOSTILE_WORDS))('is none of a platform that is %s, and no such date', (_, word) => {
    expect(parseConfig(bytes({ os: 'linux', architecture: word }))).toBeUndefined();
    expect(parseConfig(bytes({ ...config, variant: word }))).toBeUndefined();
    const created = `2024-05-01T10:00:00Z${word}`;
    expect(parseConfig(bytes({ ...config, created }))).toEqual({ platform: 'linux/arm64/v8', labels: {} });
  });

  it.each(Object.entries(HOSTILE_WORDS))('keeps a label plain and short that is %s', (_, word) => {
    const Labels = Object.fromEntries([word, VERSION_LABEL].map(key => [key, `x${word}`]));
    const told = parseConfig(bytes({ ...config, config: { Labels } }))?.labels ?? {};
    expect(Object.keys(told)).toEqual([VERSION_LABEL]);
    expect(told[VERSION_LABEL]).toMatch(PLAIN);
    expect(told[VERSION_LABEL]?.length).toBeLessThanOrEqual(2_000);
  });

  it.each([['{}'], ['<html>'], ['[]'], [''], ['{"os":1}']])('%s is none', text => {
    expect(parseConfig(bytes(text))).toBeUndefined();
  });
});

it.each<[string, readonly string[] | undefined]>([
  ['{"name":"a","tags":["1","2","latest"]}', ['1', '2', 'latest']],
  ['{"name":"a","tags":null}', []],
  ['{"tags":["ok", 5, "with blank", "<b>", ""]}', ['ok']],
  ['{"name":"a"}', undefined],
  ['{"tags":"1"}', undefined],
  ['<html>', undefined],
])('tags: %s', (text, tags) => {
  expect(parseTags(bytes(text))).toEqual(tags);
});

it.each<[string, readonly string[] | undefined]>([
  ['{"errors":[{"code":"MANIFEST_UNKNOWN"},{"code":"X"},{},null]}', ['MANIFEST_UNKNOWN', 'X']],
  ['{"errors":[]}', []],
  ['{"error":"no"}', undefined],
  ['404 page not found', undefined],
])('errors: %s', (text, codes) => {
  expect(parseErrorCodes(bytes(text))).toEqual(codes);
});

it('no document makes a parser throw', () => {
  const parsers = [(b: Uint8Array) => parseManifest(b, OCI_INDEX), parseConfig, parseTags, parseErrorCodes];
  const key = fc.constantFrom(
    'config',
    'layers',
    'manifests',
    'platform',
    'digest',
    'Labels',
    'tags',
    'errors',
    'os',
    'size',
  );
  const document = fc.letrec(tie => ({
    any: fc.oneof({ maxDepth: 4 }, fc.jsonValue({ maxDepth: 1 }), fc.dictionary(key, tie('any')), fc.array(tie('any'))),
  })).any;
  fc.assert(
    fc.property(document, value => {
      for (const parse of parsers) parse(bytes(JSON.stringify(value)));
    }),
    { numRuns: 300 },
  );
});
