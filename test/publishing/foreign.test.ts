import { describe, expect, test } from 'vitest';
import type { WorkspaceFile } from '../support/judge-files.ts';
import { NPM, saidOf } from './workflows.ts';

const GITHUB = '.github/workflows/release.yml';
const SECRET = '${{ secrets.NPM_TOKEN }}';

const ON_PUSH = 'on: push\njobs:\n  publish:\n    runs-on: ubuntu-latest\n    steps:\n';
const TRUSTED = ON_PUSH.replace('jobs:', 'permissions: { id-token: write }\njobs:');

/** Workflows as the documentation of registries and tools has them, and as people write them. */
const GOOD: [what: string, text: string, ...others: WorkspaceFile[]][] = [
  [
    'a script that logs in, with a secret of its own step',
    `
on: { release: { types: [published] } }
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - run: ./ci/npm-login.sh
        env:
          TOKEN_OF_NPM: ${SECRET}
      - run: npm publish
`,
  ],
  [
    'a login that is handed on by a file of variables',
    `${ON_PUSH}      - run: echo "NPM_TOKEN=${SECRET}" >> $GITHUB_ENV
      - run: npm publish
`,
  ],
  [
    'a login that is exported',
    `${ON_PUSH}      - run: |
          export NPM_TOKEN=$(vault read npm)
          npm publish
`,
  ],
  [
    'twine with exported variables',
    `${ON_PUSH}      - run: |
          export TWINE_USERNAME=__token__
          export TWINE_PASSWORD=$(vault read pypi)
          twine upload dist/*
`,
  ],
  [
    'cargo with an exported token',
    `${ON_PUSH}      - run: |
          export CARGO_REGISTRY_TOKEN=$(vault read crates)
          cargo publish
`,
  ],
  [
    'gem with an exported key',
    `${ON_PUSH}      - run: |
          export GEM_HOST_API_KEY=$(vault read gems)
          gem push x.gem
`,
  ],
  [
    'a newer npm that npx fetches',
    `${TRUSTED}      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with: { node-version: 22.x }
      - run: npx -y npm@11 publish
`,
  ],
  [
    'a newer npm by a location',
    `${TRUSTED}      - uses: actions/setup-node@v5
        with: { node-version: 20 }
      - run: npm install --location=global npm@latest
      - run: npm publish
`,
  ],
  [
    'a newer npm by an upgrade',
    `${TRUSTED}      - uses: actions/setup-node@v5
        with: { node-version: 22 }
      - run: npm upgrade -g npm
      - run: npm publish
`,
  ],
  [
    'a newer npm by Yarn',
    `${TRUSTED}      - uses: actions/setup-node@v5
        with: { node-version: 22 }
      - run: yarn global add npm@latest
      - run: npm publish
`,
  ],
  [
    'a registry that a command sets',
    `${ON_PUSH}      - run: npm config set registry https://npm.acme.example
      - run: npm publish
        env: { NODE_AUTH_TOKEN: "${SECRET}" }
`,
  ],
  [
    'a registry that a command writes',
    `${ON_PUSH}      - run: echo "@acme:registry=https://npm.acme.example" >> .npmrc
      - run: npm publish
        env: { NODE_AUTH_TOKEN: "${SECRET}" }
`,
  ],
  [
    'a registry of a scope by an option',
    `${ON_PUSH}      - run: npm publish --@acme:registry=https://npm.acme.example
        env: { NODE_AUTH_TOKEN: "${SECRET}" }
`,
  ],
  [
    'settings that a here-document writes',
    `${ON_PUSH}      - run: |
          cat > .npmrc <<'END'
          @acme:registry=https://npm.acme.example
          END
      - run: npm publish
        env: { NODE_AUTH_TOKEN: "${SECRET}" }
`,
  ],
  [
    "GitHub's token where the job may say who it is",
    `${TRUSTED}      - uses: actions/setup-node@v5
        with: { node-version: 24, registry-url: "${NPM}" }
      - run: npm publish --provenance
        env: { NODE_AUTH_TOKEN: "\${{ secrets.GITHUB_TOKEN }}" }
`,
  ],
  [
    'provenance by the manifest',
    `${TRUSTED}      - uses: actions/checkout@v5
      - run: npm publish
        env: { NODE_AUTH_TOKEN: "${SECRET}" }
`,
    {
      file: 'package.json',
      text: '{"name": "a", "version": "1.0.0", "publishConfig": {"access": "public", "provenance": true}}',
    },
  ],
  [
    'provenance by the settings',
    `${TRUSTED}      - uses: actions/checkout@v5
      - run: npm publish
        env: { NODE_AUTH_TOKEN: "${SECRET}" }
`,
    { file: '.npmrc', text: 'provenance=true\n' },
  ],
  [
    'provenance by the manifests of a monorepo',
    `${TRUSTED}      - uses: actions/checkout@v5
      - run: pnpm -r publish --no-git-checks
        env: { NODE_AUTH_TOKEN: "${SECRET}" }
`,
    {
      file: 'packages/a/package.json',
      text: '{"name": "a", "version": "1.0.0", "publishConfig": {"provenance": true}}',
    },
  ],
  [
    'Bun, which knows no other way',
    `${ON_PUSH}      - uses: oven-sh/setup-bun@v2
      - run: bun publish
        env: { NPM_CONFIG_TOKEN: "${SECRET}" }
`,
  ],
  [
    'the first Yarn, which knows no other way',
    `${ON_PUSH}      - run: yarn publish --non-interactive
        env: { NODE_AUTH_TOKEN: "${SECRET}" }
`,
  ],
  [
    'an action that only tries',
    `${ON_PUSH}      - uses: JS-DevTools/npm-publish@v4
        with: { token: "${SECRET}", dry-run: true }
`,
  ],
  [
    'a private manifest, of which another folder came by an artifact',
    `${TRUSTED}      - uses: actions/download-artifact@v5
        with: { name: package }
      - uses: actions/setup-node@v5
        with: { node-version: 24 }
      - run: npm publish
`,
    { file: 'package.json', text: '{"name": "a", "private": true}' },
  ],
  [
    'a private manifest that a command makes public',
    `${TRUSTED}      - uses: actions/checkout@v5
      - run: npm pkg delete private
      - run: npm publish
`,
    { file: 'package.json', text: '{"name": "a", "private": true}' },
  ],
  [
    'a private manifest of another repository',
    `${TRUSTED}      - uses: actions/checkout@v5
        with: { repository: acme/other }
      - run: npm publish
`,
    { file: 'package.json', text: '{"name": "a", "private": true}' },
  ],
  [
    'a job in an image, which may have a login',
    `
on: push
jobs:
  publish:
    runs-on: ubuntu-latest
    container: ghcr.io/acme/publisher:1
    steps:
      - run: npm publish
`,
  ],
  [
    'a push by digest, of which tags are made later',
    `
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/build-push-action@v6
        with:
          tags: acme/app
          outputs: type=image,push-by-digest=true,name-canonical=true,push=true
`,
  ],
  [
    'a registry of the job alone',
    `
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    services: { registry: { image: "registry:2", ports: ["5000:5000"] } }
    steps:
      - uses: docker/build-push-action@v6
        with: { push: true, tags: "localhost:5000/acme/app:latest" }
      - run: docker push localhost:5000/acme/app:latest
`,
  ],
  [
    'latest, and a version under a condition',
    `
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/build-push-action@v6
        with: { push: true, tags: "acme/app:latest" }
      - uses: docker/build-push-action@v6
        with: { push: "\${{ github.ref_type == 'tag' }}", tags: "acme/app:\${{ github.ref_name }}" }
`,
  ],
  [
    'latest, to which a version is given later',
    `
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: docker push acme/app:latest
      - run: docker buildx imagetools create -t acme/app:\${{ github.sha }} acme/app:latest
`,
  ],
  [
    'Changesets by the newest way',
    `
on: { push: { branches: [main] } }
permissions: { id-token: write, contents: write, pull-requests: write }
jobs:
  release:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: pnpm/action-setup@v4
      - uses: actions/setup-node@v5
        with: { node-version-file: .nvmrc, cache: pnpm }
      - run: pnpm install --frozen-lockfile
      - uses: changesets/action@v1
        with: { publish: pnpm release }
        env: { GITHUB_TOKEN: "\${{ secrets.GITHUB_TOKEN }}" }
`,
  ],
  [
    'release-please, and a publish where it released',
    `
on: { push: { branches: [main] } }
permissions: { contents: write, pull-requests: write, id-token: write }
jobs:
  release:
    runs-on: ubuntu-latest
    steps:
      - uses: googleapis/release-please-action@v4
        id: release
      - uses: actions/checkout@v5
        if: steps.release.outputs.release_created
      - uses: actions/setup-node@v5
        with: { node-version: 24, registry-url: "${NPM}" }
      - run: npm ci && npm publish
        if: steps.release.outputs.release_created
`,
  ],
  [
    'semantic-release',
    `
on: push
permissions: { contents: write, id-token: write }
jobs:
  release:
    runs-on: ubuntu-latest
    steps:
      - run: npx semantic-release
        env: { GITHUB_TOKEN: "\${{ secrets.GITHUB_TOKEN }}" }
`,
  ],
  [
    'GitHub Packages',
    `
on: { release: { types: [created] } }
jobs:
  publish:
    runs-on: ubuntu-latest
    permissions: { contents: read, packages: write }
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with: { node-version: 20.x, registry-url: "https://npm.pkg.github.com", scope: "@acme" }
      - run: npm publish
        env: { NODE_AUTH_TOKEN: "\${{ secrets.GITHUB_TOKEN }}" }
`,
  ],
  [
    'a matrix of packages and versions',
    `
on: { workflow_dispatch: {} }
permissions: { id-token: write, contents: read }
jobs:
  publish:
    strategy: { matrix: { node: [20, 24], package: [a, b] } }
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with: { node-version: "\${{ matrix.node }}" }
      - run: npm publish
        working-directory: packages/\${{ matrix.package }}
`,
  ],
  [
    'PyPI, built and published apart',
    `
on: { push: { tags: ['v*'] } }
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - run: python -m build
      - uses: actions/upload-artifact@v4
        with: { name: dist, path: dist/ }
  publish:
    needs: [build]
    if: github.repository == 'acme/a'
    runs-on: ubuntu-latest
    environment: { name: pypi, url: "https://pypi.org/p/a" }
    permissions: { id-token: write }
    steps:
      - uses: actions/download-artifact@v5
        with: { name: dist, path: dist/ }
      - uses: pypa/gh-action-pypi-publish@release/v1
`,
  ],
  [
    'NuGet by its own documentation',
    `
on: push
jobs:
  publish:
    runs-on: ubuntu-latest
    permissions: { id-token: write }
    steps:
      - uses: NuGet/login@v1
        id: login
        with: { user: acme }
      - run: dotnet nuget push a.nupkg --api-key \${{ steps.login.outputs.NUGET_API_KEY }} --source https://api.nuget.org/v3/index.json
`,
  ],
  [
    'GitHub Packages of NuGet',
    `${ON_PUSH}      - run: dotnet nuget push a.nupkg --api-key \${{ secrets.GITHUB_TOKEN }} --source https://nuget.pkg.github.com/acme/index.json
`,
  ],
  [
    'RubyGems by its own documentation',
    `
on: push
jobs:
  push:
    runs-on: ubuntu-latest
    permissions: { contents: write, id-token: write }
    steps:
      - uses: actions/checkout@v5
      - uses: ruby/setup-ruby@v1
        with: { bundler-cache: true, ruby-version: ruby }
      - uses: rubygems/release-gem@v1
`,
  ],
  [
    'gems of GitHub',
    `
on: push
jobs:
  push:
    runs-on: ubuntu-latest
    steps:
      - run: |
          mkdir -p ~/.gem
          printf -- "---\\n:github: \${GEM_HOST_API_KEY}\\n" > ~/.gem/credentials
          gem push --KEY github --host https://rubygems.pkg.github.com/\${OWNER} *.gem
        env: { GEM_HOST_API_KEY: "Bearer \${{ secrets.GITHUB_TOKEN }}" }
`,
  ],
  [
    'a message that names a host that is gone',
    `
on: push
jobs:
  tell:
    runs-on: ubuntu-latest
    steps:
      - run: "curl -X POST -d 'text=we left oss.sonatype.org' https://chat.acme.example/hook"
`,
  ],
  [
    'Maven Central by its plugin',
    `
on: { release: { types: [created] } }
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-java@v5
        with: { java-version: '21', distribution: temurin, server-id: central, server-username: U, server-password: P, gpg-private-key: "\${{ secrets.K }}" }
      - run: mvn -B deploy -Prelease
        env: { U: "\${{ secrets.U }}", P: "\${{ secrets.P }}" }
`,
  ],
  [
    'an image with all its tags',
    `
on: push
jobs:
  image:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/metadata-action@v5
        id: meta
        with: { images: acme/app }
      - uses: docker/build-push-action@v6
        with: { push: true, tags: "\${{ steps.meta.outputs.tags }}" }
`,
  ],
  [
    'access by the settings of Yarn',
    `${TRUSTED}      - uses: actions/checkout@v5
      - run: yarn npm publish
`,
    { file: 'package.json', text: '{"name": "@acme/a", "version": "1.0.0"}' },
    { file: '.yarnrc.yml', text: 'npmPublishAccess: public\n' },
  ],
  [
    'access by the settings of npm',
    `${TRUSTED}      - uses: actions/checkout@v5
      - run: npm publish
`,
    { file: 'package.json', text: '{"name": "@acme/a", "version": "1.0.0"}' },
    { file: '.npmrc', text: 'access=public\n' },
  ],
  [
    'another registry by the settings of Yarn',
    `${ON_PUSH}      - uses: actions/checkout@v5
      - run: yarn npm publish
        env: { YARN_NPM_AUTH_TOKEN: "${SECRET}" }
`,
    { file: '.yarnrc.yml', text: 'npmScopes:\n  acme:\n    npmPublishRegistry: "https://npm.acme.example"\n' },
  ],
];

const absent = (() => ({ state: 'absent', asOf: 0 })) as never;

describe('nothing is said of', () => {
  test.each(GOOD)('%s', (_, text, ...others) => {
    expect(saidOf(GITHUB, text.trimStart(), others)).toEqual([]);
    expect(saidOf(GITHUB, text.trimStart(), others, absent)).toEqual([]);
  });
});

describe('nothing is said of pipelines of GitLab and CircleCI', () => {
  test.each<[string, string, string]>([
    [
      'a login of the project’s, and provenance',
      '.gitlab-ci.yml',
      `
publish:
  image: node:24
  id_tokens: { SIGSTORE_ID_TOKEN: { aud: sigstore } }
  script:
    - npm publish --provenance
    - npm deprecate a@1 "use 2"
`,
    ],
    [
      'the registry of the project',
      '.gitlab-ci.yml',
      `
publish:
  script:
    - npm config set "@acme:registry" "https://\${CI_SERVER_HOST}/api/v4/projects/\${CI_PROJECT_ID}/packages/npm/"
    - npm publish
`,
    ],
    [
      'PyPI',
      '.gitlab-ci.yml',
      `
publish:
  id_tokens: { PYPI_ID_TOKEN: { aud: pypi } }
  script:
    - twine upload dist/*
`,
    ],
    [
      'a word of the job for another cloud, on an own machine',
      '.circleci/config.yml',
      `
version: 2.1
jobs:
  publish:
    docker: [{ image: "cimg/node:24.0" }]
    resource_class: acme/runner
    steps:
      - checkout
      - run: export AWS_TOKEN=$(circleci run oidc get --claims '{"aud":"aws"}')
      - run: npm publish
`,
    ],
  ])('%s', (_, file, text) => expect(saidOf(file, text.trimStart())).toEqual([]));
});
