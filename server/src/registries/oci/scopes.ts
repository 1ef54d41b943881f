/** The scope that a pull of one repository needs (distribution's docs/content/spec/auth/scope.md). */
export function pullScope(repository: string): string {
  return `repository:${repository}:pull`;
}

/**
 * What a registry may have in its tokens besides the pull: public.ecr.aws refuses those without the word `aws`, which
 * gives no right to anything.
 */
const WORDS_BESIDES: readonly string[] = ['aws'];

/**
 * Of the scope that a challenge names, what is asked for besides the pull. A registry must not steer the user's login
 * to other repositories or other actions of its token service, since it gets the token. So nothing else is taken from
 * it: docker too asks for the pull alone.
 *
 * @param scope several scopes are separated by blanks
 */
export function scopeBesides(scope: string | undefined): string | undefined {
  return scope?.split(' ').find(word => WORDS_BESIDES.includes(word));
}

/** The address of a token service without scopes of its own, which would be granted beside ours. */
export function withoutScopes(realm: string): URL {
  const url = new URL(realm);
  for (const name of [...url.searchParams.keys()]) if (/^scopes?\b/i.test(name)) url.searchParams.delete(name);
  return url;
}
