/** Files of JSON and YAML that everybody has, some of them large: kinds that take any such name leave them alone. */
export const EVERYBODYS_FILES: readonly string[] = [
  '{package,composer,tsconfig,jsconfig,tslint,biome,deno,turbo,nx,lerna,angular,components}.json',
  '{tsconfig,jsconfig}.*.json',
  '{package-lock,npm-shrinkwrap,deno-lock}.json',
  '{pnpm-lock,pnpm-workspace,pubspec}.yaml',
  '*.{lock,schema,geo,min,code-workspace}.json',
  '.vscode/*.json',
];
