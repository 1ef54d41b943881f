/** The documents that the server gets. Written by `npm run generate` from the table of readers. */
export const DOCUMENT_SELECTOR = [
  { scheme: 'file', pattern: '**/[Dd]ockerfile*' },
  { scheme: 'file', pattern: '**/[Cc]ontainerfile*' },
  { scheme: 'file', pattern: '**/*.[Dd]ockerfile' },
  { scheme: 'file', pattern: '**/*.[Cc]ontainerfile' },
  { scheme: 'file', pattern: '**/package.json' },
  { scheme: 'file', pattern: '**/*.yaml' },
  { scheme: 'file', pattern: '**/*.yml' },
  { scheme: 'file', pattern: '**/*.json' },
  { scheme: 'file', language: 'dockerfile' },
  { scheme: 'file', language: 'yaml' },
  { scheme: 'untitled', language: 'dockerfile' },
  { scheme: 'untitled', language: 'yaml' },
] as const;
