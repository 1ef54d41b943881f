import { beforeAll, describe, expect, it } from 'vitest';
import { type CheckBundle, createCheck } from '../../server/src/attestations/verification.ts';
import {
  type BundleOptions,
  CERTIFICATE_COUNTS,
  COMMIT,
  GITHUB,
  type OwnBundle,
  type OwnSigstore,
  ownSigstore,
  provenanceOf,
} from '../support/sigstore.ts';

const ISSUED = new Date(Date.now() + 3_600_000);
const STATEMENT = provenanceOf('pkg:any/left-pad@1.3.0', { sha512: 'ab'.repeat(64) });
const CLAIM = { repository: 'github.com/claimed/left-pad', commit: COMMIT, workflow: '.github/workflows/claimed.yml' };
const BUILD = { repository: 'github.com/acme/left-pad', commit: COMMIT, workflow: '.github/workflows/release.yml' };

let own: OwnSigstore;
let other: OwnSigstore;
let check: CheckBundle;
beforeAll(async () => {
  [own, other] = await Promise.all([ownSigstore(ISSUED), ownSigstore(ISSUED)]);
  check = createCheck(own.root);
});

const make = (options: Partial<BundleOptions> = {}) => own.bundle({ statement: STATEMENT, ...options });

describe('what is verified', () => {
  it('is told by the certificate, whatever the statement claims', async () => {
    const checked = check(await make());
    expect(checked).toMatchObject({ is: 'verified', build: BUILD, statement: { claim: CLAIM } });
  });

  const gitlab = {
    8: 'https://gitlab.com',
    12: 'https://gitlab.com/acme/tools/left-pad',
    13: COMMIT,
    18: 'https://gitlab.com/acme/tools/left-pad//.gitlab-ci.yml@refs/heads/main',
  };
  const first = { 1: GITHUB[8] ?? '', 3: COMMIT, 5: 'acme/left-pad' };
  const long = `https://github.com/acme/left-pad/.github/workflows/${'a'.repeat(100)}.yml@refs/heads/main`;
  it.each<[string, Readonly<Record<number, string>>, object]>([
    [
      'a build of GitLab’s',
      gitlab,
      { repository: 'gitlab.com/acme/tools/left-pad', commit: COMMIT, workflow: '.gitlab-ci.yml' },
    ],
    ['GitHub’s first certificates', first, BUILD],
    ['a long name', { ...GITHUB, 18: long }, { ...BUILD, workflow: `.github/workflows/${'a'.repeat(100)}.yml` }],
    [
      'no name of a workflow that is plain',
      { ...GITHUB, 18: 'a\u202eb' },
      { repository: BUILD.repository, commit: COMMIT },
    ],
    ['what is no commit', { ...GITHUB, 13: 'main' }, { repository: BUILD.repository, workflow: BUILD.workflow }],
  ])('has %s', async (_, extensions, build) => {
    const checked = check(await make({ extensions }));
    expect(checked).toMatchObject({ is: 'verified' });
    expect(checked.is === 'verified' ? checked.build : undefined).toEqual(build);
  });
});

describe('what is not', () => {
  const text = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64');
  const forged = provenanceOf('pkg:any/left-pad@1.3.1', { sha512: 'cd'.repeat(64) });
  const withPayload = (bundle: OwnBundle, payload: string): OwnBundle => {
    return { ...bundle, dsseEnvelope: { ...bundle.dsseEnvelope, payload } };
  };
  const withMaterial = (bundle: OwnBundle, material: Partial<OwnBundle['verificationMaterial']>): OwnBundle => {
    return { ...bundle, verificationMaterial: { ...bundle.verificationMaterial, ...material } };
  };
  const proofIn = (bundle: OwnBundle) => entryOf(bundle).inclusionProof as object;
  const entryOf = (bundle: OwnBundle) => bundle.verificationMaterial.tlogEntries[0] ?? {};

  it.each<[what: string, why: string, make: () => Promise<unknown>]>([
    ['a statement that was replaced', 'altered', async () => withPayload(await make(), text(forged))],
    [
      'a statement and an entry of another bundle, with its certificate',
      'altered',
      async () => {
        const [one, two] = await Promise.all([make(), make({ statement: forged })]);
        return { ...two, verificationMaterial: one.verificationMaterial };
      },
    ],
    [
      'the certificate of another',
      'altered',
      async () => {
        const [one, two] = await Promise.all([make(), make({ statement: forged })]);
        return withMaterial(two, { certificate: one.verificationMaterial.certificate });
      },
    ],
    ['what another authority signed', 'untrusted', () => other.bundle({ statement: STATEMENT })],
    [
      'what another log keeps',
      'untrusted',
      async () =>
        withMaterial(await make(), {
          tlogEntries: (await other.bundle({ statement: STATEMENT })).verificationMaterial.tlogEntries,
        }),
    ],
    [
      'what was signed after its certificate ended',
      'untrusted',
      () => make({ loggedAt: ISSUED.getTime() + CERTIFICATE_COUNTS + 1000 }),
    ],
    ['what was signed before its certificate began', 'untrusted', () => make({ loggedAt: ISSUED.getTime() - 60_000 })],
    ['no entry in a log', 'untrusted', async () => withMaterial(await make(), { tlogEntries: [] })],
    [
      'an entry without the log’s promise',
      'unreadable',
      async () => {
        const bundle = await make();
        const { inclusionProof: _, inclusionPromise: __, ...entry } = entryOf(bundle);
        return withMaterial(bundle, { tlogEntries: [entry] });
      },
    ],
    [
      'an entry with another time',
      'untrusted',
      async () => {
        const bundle = await make();
        const entry = { ...entryOf(bundle), integratedTime: String(Math.floor(ISSUED.getTime() / 1000) + 2) };
        return withMaterial(bundle, { tlogEntries: [entry] });
      },
    ],
    [
      'what a person signed',
      'no-build',
      () => make({ extensions: { 8: 'https://accounts.example' }, subjectAltName: 'mailto:mallory@mail.example' }),
    ],
    ['a build of an unknown service', 'no-build', () => make({ extensions: { ...GITHUB, 8: 'https://ci.example' } })],
    [
      'a build that names the repository of another host',
      'no-build',
      () => make({ extensions: { ...GITHUB, 12: 'https://gitlab.com/acme/left-pad' } }),
    ],
    ['a build without a repository', 'no-build', () => make({ extensions: { 8: GITHUB[8] ?? '' } })],
    [
      'more entries than anybody needs',
      'unreadable',
      async () => {
        const bundle = await make();
        return withMaterial(bundle, { tlogEntries: Array.from({ length: 5000 }, () => entryOf(bundle)) });
      },
    ],
    [
      'a certificate without end',
      'unreadable',
      async () => withMaterial(await make(), { certificate: { rawBytes: 'MIIB'.repeat(10_000) } }),
    ],
    [
      'a note of the log without end',
      'unreadable',
      async () => {
        const bundle = await make();
        const checkpoint = { envelope: `\n\n${'— log.example AAAA\n'.repeat(10_000)}` };
        const entry = { ...entryOf(bundle), inclusionProof: { ...proofIn(bundle), checkpoint } };
        return withMaterial(bundle, { tlogEntries: [entry] });
      },
    ],
    ['no statement', 'unreadable', () => make({ statement: { _type: 'other' } })],
    ['no bundle', 'unreadable', async () => ({ mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.2' })],
    ['a text', 'unreadable', async () => 'bundle'],
    ['nothing', 'unreadable', async () => undefined],
    ['a list', 'unreadable', async () => [[]]],
  ])('%s', async (_, why, makeIt) => {
    expect(check(await makeIt())).toMatchObject({ is: 'unproven', why });
  });

  it('is no claim of a workflow without end', async () => {
    const workflow = { repository: 'https://github.com/acme/left-pad', path: `acme/left-pad/${'@'.repeat(500_000)}\n` };
    const predicate = { buildDefinition: { externalParameters: { workflow } } };
    const checked = check(await other.bundle({ statement: { ...STATEMENT, predicate } }));
    expect(checked).toEqual({ is: 'unproven', why: 'untrusted', claim: { repository: 'github.com/acme/left-pad' } });
  });

  it('tells what it claims', async () => {
    const checked = check(await other.bundle({ statement: STATEMENT }));
    expect(checked).toEqual({ is: 'unproven', why: 'untrusted', claim: CLAIM });
  });

  it('is anything that was written into by chance', async () => {
    const bundle = JSON.stringify(await make());
    for (let at = 0; at < bundle.length; at += 97) {
      const bent = `${bundle.slice(0, at)}A${bundle.slice(at + 1)}`;
      let json: unknown;
      try {
        json = JSON.parse(bent);
      } catch {
        continue;
      }
      const checked = check(json);
      if (checked.is === 'verified') expect(checked).toMatchObject({ build: BUILD, statement: { claim: CLAIM } });
    }
  });
});

describe('the root that is built in', () => {
  it('is one that the client reads, and trusts no other', async () => {
    expect(createCheck()(await make())).toMatchObject({ is: 'unproven', why: 'untrusted' });
  });
});
