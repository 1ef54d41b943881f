import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, test } from 'vitest';
import { PUBLIC_GOOD_ROOT } from '../../server/src/attestations/trusted-root.ts';

/** As far as it is compared here. */
interface TrustedRoot {
  readonly tlogs: readonly { readonly publicKey: { readonly rawBytes: string } }[];
  readonly ctlogs: readonly { readonly publicKey: { readonly rawBytes: string } }[];
  readonly certificateAuthorities: readonly Authority[];
  readonly timestampAuthorities: readonly Authority[];
}

interface Authority {
  readonly certChain: { readonly certificates: readonly { readonly rawBytes: string }[] };
}

/** npm brings the root along from which it starts: what is trusted there, and not here, was added later. */
test('the root that is built in trusts whom npm’s own trusts; else it is to be renewed', () => {
  const npms = rootOfNpm();
  const ours = PUBLIC_GOOD_ROOT as TrustedRoot;
  expect(keysOf(npms).length).toBeGreaterThan(4);
  expect(keysOf(npms).filter(key => !keysOf(ours).includes(key))).toEqual([]);
});

function rootOfNpm(): TrustedRoot {
  const own = process.env.npm_execpath ?? path.join(execFileSync('npm', ['root', '-g']).toString().trim(), 'npm/x.js');
  const file = createRequire(own).resolve('@sigstore/tuf/seeds.json');
  const seeds: Readonly<Record<string, { readonly targets: Readonly<Record<string, string>> }>> = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  const [seed] = Object.values(seeds);
  return JSON.parse(Buffer.from(seed?.targets['trusted_root.json'] ?? '', 'base64').toString('utf8'));
}

function keysOf(root: TrustedRoot): readonly string[] {
  return [
    ...[...root.tlogs, ...root.ctlogs].map(({ publicKey }) => publicKey.rawBytes),
    ...[...root.certificateAuthorities, ...root.timestampAuthorities].flatMap(({ certChain }) =>
      certChain.certificates.map(({ rawBytes }) => rawBytes),
    ),
  ];
}
