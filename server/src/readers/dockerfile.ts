import type { Reader } from './reader.ts';

/** Dockerfiles and Containerfiles in all their names. */
export const dockerfile: Reader = {
  id: 'dockerfile',
  files: ['[Dd]ockerfile*', '[Cc]ontainerfile*', '*.[Dd]ockerfile', '*.[Cc]ontainerfile'],
  // Per-Dockerfile ignore files, and programs and pages about Dockerfiles (`dockerfile.ts`, `Dockerfile.md`).
  except: [
    '*.{dockerignore,containerignore}',
    '*.{ts,mts,cts,tsx,js,mjs,cjs,jsx,go,rs,py,pyi,rb,java,kt,scala,cs,c,h,cc,cpp,hpp,php,pl,lua,swift,ex,exs,sh,bash,ps1,bat}',
    '*.{md,mdx,rst,adoc,txt,html,css,json,jsonc,yml,yaml,toml,xml,lock,vim,map,snap,svg,png}',
  ],
  languages: ['dockerfile'],
  read: () => ({ references: [], ignores: [] }),
};
