import { isLoopback } from '../model/address.ts';
import { code } from '../model/plain-text.ts';
import type { Rule } from './rule.ts';

/** Whoever is on the way can put other bytes in place of what comes by plain http, or see what is asked for. */
export const insecureSource: Rule<'release'> = {
  id: 'insecure-source',
  judges: 'release',
  severity: 'warning',
  summary: 'An entry of a lockfile comes by plain http.',
  judge({ subject }) {
    const { name, want, locked } = subject;
    const host = /^http:\/\/([^/?#]+)/i.exec(locked?.from ?? '')?.[1];
    if (host === undefined || isLoopback(host)) return [];
    return [
      {
        message: `${code(name)} ${code(want.text)} comes from ${code(host)} by plain http: anybody on the way can change it. Have the lockfile written anew over https.`,
        fixes: [],
        run: host,
      },
    ];
  },
};
