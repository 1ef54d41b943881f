import type { Asked } from './registry.ts';

/** What is kept beside an answer to ask for it again later. */
export type Freshness = Pick<Asked, 'validator' | 'freshFor'>;

/** The same without what else came with it. */
export function freshnessOf({ validator, freshFor }: Freshness): Freshness {
  return {
    ...(validator === undefined ? {} : { validator }),
    ...(freshFor === undefined ? {} : { freshFor }),
  };
}

/**
 * How long an answer stays fresh by its headers (RFC 9111, section 4.2.1). What may not be kept is left to the default,
 * or it would be asked for ever.
 *
 * @param headers by names in lower case
 */
export function freshnessIn(headers: Readonly<Record<string, string>>): Freshness {
  const maxAge = Number(/(?:^|[\s,])max-age="?(\d+)/i.exec(headers['cache-control'] ?? '')?.[1] ?? 0);
  const left = maxAge - Number(/^\d+$/.exec(headers.age ?? '')?.[0] ?? 0);
  return {
    ...(headers.etag === undefined ? {} : { validator: headers.etag }),
    ...(left > 0 ? { freshFor: left * 1000 } : {}),
  };
}
