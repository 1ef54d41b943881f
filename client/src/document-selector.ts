/** The documents that the server gets. Written by `npm run generate` from the table of readers. */
export const DOCUMENT_SELECTOR = [
  { scheme: 'file', pattern: '**/[Dd]ockerfile*' },
  { scheme: 'file', pattern: '**/[Cc]ontainerfile*' },
  { scheme: 'file', pattern: '**/*.[Dd]ockerfile' },
  { scheme: 'file', pattern: '**/*.[Cc]ontainerfile' },
  { scheme: 'file', pattern: '**/package.json' },
  { scheme: 'file', language: 'dockerfile' },
  { scheme: 'untitled', language: 'dockerfile' },
] as const;
