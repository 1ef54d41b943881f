import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A generated repository, told by how many files it has. */
export interface FolderWorkload {
  readonly files: number;
  /** Whether only files are written that the program has to read, to see what they are. */
  readonly of: 'all kinds' | 'kinds that are read';
}

/** Of twenty files: as a repository of several services has them. */
const KINDS = 20;
const KINDS_READ = 7;
const IMAGES = 300;

/**
 * Writes a folder of mixed files: of twenty files thirteen are of no interest, four may be recognised by their content
 * and are not, one is a manifest that names images, one is known by its name, and one is a manifest that names none.
 */
export async function writeFolderWorkload(folder: string, { files, of }: FolderWorkload): Promise<void> {
  const kinds = of === 'all kinds' ? KINDS : KINDS_READ;
  for (let start = 0; start < files; start += kinds) {
    const number = start / kinds;
    const directory = join(folder, `part-${number % 40}`, `service-${number}`);
    await mkdir(directory, { recursive: true });
    const numbers = Array.from({ length: Math.min(kinds, files - start) }, (_, at) => start + at);
    await Promise.all(
      numbers.map(each => {
        const { name, text } = fileOf(each % kinds, each);
        return writeFile(join(directory, name), text);
      }),
    );
  }
  await writeFile(join(folder, '.gitignore'), IGNORED);
}

/** A chart's values in so many lines, with an image every ten. */
export function longValues(lines: number): string {
  const text: string[] = [];
  for (let part = 0; text.length < lines; part += 1) {
    text.push(
      `service${part}:`,
      '  # How many there are',
      '  replicas: 2',
      '  image:',
      `    repository: registry.example/acme/app-${part}`,
      `    tag: "1.${part}.0"`,
      '  resources:',
      '    limits: { cpu: 500m, memory: 256Mi }',
      `    note: what service ${part} is good for`,
      '',
    );
  }
  return `${text.slice(0, lines).join('\n')}\n`;
}

/** One object of Kubernetes with so many images. */
export function manyImages(images: number): string {
  const containers = Array.from(
    { length: images },
    (_, at) =>
      `        - name: container-${at}\n          image: registry.example/acme/app-${at}:1.${at}.0\n` +
      `          env:\n            - name: PART\n              value: "some text, ${at}"\n` +
      '          resources: { limits: { cpu: 500m } }\n',
  );
  return `${DEPLOYMENT}${containers.join('')}`;
}

/** A folder of manifests that all pin one tag of one image, each to a digest of its own or to the same. */
export async function writePinningFolder(folder: string, files: number): Promise<void> {
  for (let number = 0; number < files; number += 1) {
    const directory = join(folder, `part-${number % 50}`);
    if (number < 50) await mkdir(directory, { recursive: true });
    const digest = `sha256:${String(number % 2).repeat(64)}`;
    await writeFile(join(directory, `${number}.yaml`), manifest(`acme/shared:1.0@${digest}`));
  }
}

function fileOf(kind: number, number: number): { readonly name: string; readonly text: string } {
  switch (kind) {
    case 0:
      return { name: 'deployment.yaml', text: manifest(`acme/app-${number % IMAGES}:1.0`) };
    case 1:
      return { name: 'roles.yaml', text: ROLES };
    case 2:
      return named(number);
    case 3:
      return { name: 'en.json', text: translations(number) };
    case 4:
      return { name: 'api.yaml', text: openApi(number) };
    case 5:
      return { name: 'settings.yaml', text: settings(number) };
    case 6:
      return { name: 'fixture.json', text: translations(number + 1) };
    default:
      return { name: `source-${kind}.${kind % 2 === 0 ? 'ts' : 'go'}`, text: SOURCE };
  }
}

function named(number: number): { readonly name: string; readonly text: string } {
  const image = `acme/app-${number % IMAGES}`;
  switch (Math.floor(number / KINDS_READ) % 4) {
    case 0:
      return {
        name: 'Dockerfile',
        text: `FROM ${image}:1.0 AS build\nRUN make\nFROM ${image}:2.0\nCOPY --from=build /a /a\n`,
      };
    case 1:
      return {
        name: 'compose.yaml',
        text: `services:\n  app:\n    image: ${image}:1.0\n    ports: ["80:80"]\n  db:\n    image: ${image}-db:16\n`,
      };
    case 2:
      return {
        name: 'package.json',
        text: JSON.stringify({ name: `part-${number}`, dependencies: { [`lib-${number % IMAGES}`]: '^1.0.0' } }),
      };
    default:
      return { name: 'values.yaml', text: longValues(60) };
  }
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
spec:
  replicas: 2
  template:
    spec:
      containers:
`;

function manifest(image: string): string {
  return `${DEPLOYMENT}        - name: app
          image: ${image}
          ports:
            - containerPort: 8080
          resources: { limits: { cpu: 500m, memory: 256Mi } }
---
apiVersion: v1
kind: Service
metadata:
  name: app
spec:
  ports:
    - port: 80
`;
}

const ROLES = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: reader
rules:
  - apiGroups: [""]
    resources: ["pods"]
    verbs: ["get", "list"]
`;

function translations(number: number): string {
  const entries = Array.from({ length: 60 }, (_, at) => [
    `message.${number}.${at}`,
    `A sentence for people, number ${at}`,
  ]);
  return JSON.stringify(Object.fromEntries(entries), null, 2);
}

function openApi(number: number): string {
  const paths = Array.from(
    { length: 25 },
    (_, at) =>
      `  /things/${number}/${at}:\n    get:\n      summary: Gets a thing of some kind\n      responses:\n        "200": { description: ok }\n`,
  );
  return `openapi: 3.1.0\ninfo: { title: Things, version: "1" }\npaths:\n${paths.join('')}`;
}

function settings(number: number): string {
  return Array.from({ length: 40 }, (_, at) => `key_${number}_${at}: value ${at}\n`).join('');
}

const SOURCE = '// What people write all day.\nexport const answer = 42;\n'.repeat(20);
const IGNORED = 'dist/\n*.log\n/build\n.cache\n';
