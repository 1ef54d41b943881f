import { describe, expect, test } from 'vitest';
import { githubActions } from '../../server/src/pipelines/github-actions.ts';
import { pushedIndexes } from '../../server/src/publishing/pushed-indexes.ts';

function pushed(steps: string): string[] {
  const pipeline = githubActions.read(`jobs:\n  a:\n    steps:\n${steps}`, '.github/workflows/a.yml');
  return pushedIndexes(pipeline).map(each => (each.says === 'indexes' ? `${each.image} ${each.of}` : ''));
}

const BUILDX = '      - uses: docker/setup-buildx-action@v3\n';
const build = (given: string, action = 'docker/build-push-action@v6') =>
  `      - uses: ${action}\n        with: {push: true, ${given}}\n`;
const run = (command: string) => `      - run: ${command}\n`;
const ONE = 'tags: "ghcr.io/acme/web:1"';

describe('what is pushed as an index', () => {
  test.each([
    ['several platforms', build(`${ONE}, platforms: "linux/amd64,linux/arm64"`), 'platforms'],
    ['in lines', build(`${ONE}, platforms: "linux/amd64\\nlinux/arm64"`), 'platforms'],
    ['a tag that is put together', build('tags: "ghcr.io/acme/web:${{ github.sha }}", platforms: "a,b"'), 'platforms'],
    ['by outputs', build(`${ONE}, platforms: "a,b", push: false, outputs: "type=registry"`), 'platforms'],
    ['provenance by default', BUILDX + build(ONE), 'attestations'],
    ['provenance that is asked for', build(`${ONE}, provenance: mode=max`), 'attestations'],
    ['an SBOM', build(`${ONE}, sbom: true, provenance: false`), 'attestations'],
    [
      'attached',
      '      - uses: actions/attest-build-provenance@v2\n        with: {subject-name: ghcr.io/acme/web, push-to-registry: true}\n',
      'attached',
    ],
    [
      'a command',
      run('docker buildx build --push --platform linux/amd64,linux/arm64 -t ghcr.io/acme/web:1 .'),
      'platforms',
    ],
    ['with equals signs', run('docker buildx build --push --platform=a,b --tag=ghcr.io/acme/web:1 .'), 'platforms'],
    ['with an SBOM', run('docker buildx build --push --sbom=true -t ghcr.io/acme/web:1 .'), 'attestations'],
    [
      'put together',
      run('docker buildx imagetools create -t ghcr.io/acme/web:1 ghcr.io/acme/web:a ghcr.io/acme/web:b'),
      'platforms',
    ],
  ])('%s', (_, steps, of) => {
    expect(pushed(steps)).toEqual([`ghcr.io/acme/web ${of}`]);
  });

  test.each([
    ['one platform', build(`${ONE}, platforms: linux/amd64`)],
    ['platforms that are not known', build(`${ONE}, platforms: "\${{ inputs.platforms }}"`)],
    ['no push', build(`${ONE}, platforms: "a,b", push: false`)],
    ['a name that is put together', build('tags: "ghcr.io/${{ github.repository }}:1", platforms: "a,b"')],
    ['no provenance', BUILDX + build(`${ONE}, provenance: false`)],
    ['provenance that is not known', BUILDX + build(`${ONE}, provenance: "\${{ inputs.provenance }}"`)],
    ['an action before it had a default', BUILDX + build(ONE, 'docker/build-push-action@v3')],
    ['a commit', BUILDX + build(ONE, `docker/build-push-action@${'a'.repeat(40)}`)],
    ['the builder of Docker itself', build(ONE)],
    ['the same, named', `      - uses: docker/setup-buildx-action@v3\n        with: {driver: docker}\n${build(ONE)}`],
    [
      'by a variable',
      `${BUILDX}      - uses: docker/build-push-action@v6\n        env: {BUILDX_NO_DEFAULT_ATTESTATIONS: 1}\n        with: {push: true, ${ONE}}\n`,
    ],
    ['switched off', build(`${ONE}, platforms: "a,b"`).replace('        with', '        if: false\n        with')],
    ['no push by a command', run('docker buildx build --platform a,b -t ghcr.io/acme/web:1 .')],
    ['one source', run('docker buildx imagetools create -t ghcr.io/acme/web:1 ghcr.io/acme/web:a')],
    [
      'kept out of the registry',
      '      - uses: actions/attest-build-provenance@v2\n        with: {subject-name: ghcr.io/acme/web}\n',
    ],
  ])('nothing of %s', (_, steps) => {
    expect(pushed(steps)).toEqual([]);
  });
});
