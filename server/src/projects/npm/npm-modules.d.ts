/** npm's own pieces that its packages do not declare to TypeScript. */

declare module '@npmcli/config/lib/env-replace.js' {
  /** Replaces `${NAME}` and `${NAME?}`; a name that is not set stays as it is written. */
  export default function envReplace(text: string, environment: Readonly<Record<string, string | undefined>>): string;
}

declare module 'npm-registry-fetch/lib/auth.js' {
  /** The credential for an address: the first that is configured on the way up its path. */
  export default function getAuth(
    uri: string,
    options: Readonly<Record<string, string | undefined>>,
  ): { readonly token: string | null; readonly auth: string | null };
}

declare module 'npm-registry-fetch/lib/default-opts.js' {
  const options: { readonly registry: string };
  export default options;
}
