/** What the suite is told by its environment. */
export interface SuiteWorld {
  /** The base address of the registry that plays Docker Hub. */
  readonly images: string;
  /** The media types that a client for manifests accepts. */
  readonly manifestTypes: string;
}

/** The folder that is open while the suite runs: each test has files of its own. */
export const FILES = {
  'closed/Dockerfile': 'FROM redis\n',
  'closed/package.json': '{ "dependencies": { "no-such-package": "1.0.0" } }\n',
  'hover/Dockerfile': 'FROM node:22\n',
  'complete/Dockerfile': 'FROM nginx\n',
  'complete/pod.yaml': 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: nginx\n',
  'complete/pod.json': '{"apiVersion":"v1","kind":"Pod","spec":{"containers":[{"image":"nginx"}]}}\n',
  'pin-index/Dockerfile': 'FROM node:22\n',
  'pin-image/Dockerfile': 'FROM redis:7.4\n',
  'upgrade/package.json': '{\n  "dependencies": {\n    "@shop/cart": "2.0.1",\n    "tiny-pad": "1.2.0"\n  }\n}\n',
  'fix-all/Dockerfile':
    'FROM node:22 AS build\nRUN npm ci\n\nFROM nginx:1.27-alpine\nCOPY --from=build /app /app\nCOPY --from=node:22 /etc/hosts /\n',
  'container/pod.yaml':
    'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: "nginx:1.27.5" # the front\n      name: web\n',
  'services/compose.yaml':
    'services:\n  web: {image: nginx:1.27-alpine}\n  cache:\n    image: redis:7.4 # empty at first\n',
  '.registry-lens.json':
    '{\n  // The team’s.\n  "overrides": [{ "files": ["team/**"], "rules": { "latest-tag": "error" } }]\n}\n',
  'team/Dockerfile': 'FROM redis\n',
  'team/package.json': '{ "dependencies": { "@team/queue": "1.0.0" } }\n',
  'one/compose.yaml': 'services:\n  web:\n    image: nginx:1.27.5\n',
  'rust/Cargo.toml':
    '[package]\nname = "own"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\ntiny-pad = "=1.0.0"\nserde_pad = "1.0"\n',
  'python/requirements.txt': 'tiny-pad==1.0  # the old one\nserde-pad==1.0\n',
  'project/pyproject.toml':
    '[project]\nname = "own"\nversion = "0.1"\ndependencies = [\n  "tiny-pad==1.0",\n  "serde-pad==1.0",\n]\n',
  'module/go.mod':
    'module own.example/own\n\ngo 1.22\n\nrequire (\n\tpads.example/Tiny v1.2.0 // the newest\n\tpads.example/serde v1.0.0\n)\n',
  'artifact/pom.xml': `<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.own</groupId>
  <artifactId>own</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.pads.old</groupId>
      <artifactId>tiny</artifactId>
      <version>1.2.0</version><!-- the newest -->
    </dependency>
    <dependency>
      <groupId>org.pads</groupId>
      <artifactId>serde</artifactId>
      <version>1.0.0</version>
    </dependency>
  </dependencies>
</project>
`,
  'catalog/pnpm-workspace.yaml':
    'packages:\n  - "apps/*"\ncatalog:\n  "tiny-pad": "1.2.0" # for all\n  serde-pad: 1.0.0\n',
  'catalog/apps/one/package.json': '{ "name": "one", "dependencies": { "tiny-pad": "catalog:" } }\n',
  'disk/Dockerfile': 'FROM node:22\n',
  'deleted/Dockerfile': 'FROM redis\n',
  'deleted/deep/er/Dockerfile': 'FROM redis\n',
  'trashed/Dockerfile': 'FROM redis\n',
  'trashed/deep/er/Dockerfile': 'FROM redis\n',
  'renamed/Dockerfile': 'FROM redis\n',
  'renamed/deep/er/Dockerfile': 'FROM redis\n',
  'moved/Dockerfile': 'FROM redis\n',
  'moved/deep/er/Dockerfile': 'FROM redis\n',
  'unwatched/deep/Dockerfile': 'FROM redis\n',
  'replaced/deep/Dockerfile': 'FROM redis\n',
  'replaced/deep/api.Dockerfile': 'FROM redis\n',
} as const;

/** What the user sets besides: of a folder that is not watched VS Code tells only what happens in its Explorer. */
export const SETTINGS = { 'files.watcherExclude': { '**/unwatched/**': true } } as const;
