import { code } from '../model/plain-text.ts';
import { placeOfPackage } from '../model/question.ts';
import { namedRegistryKey } from '../model/statement.ts';
import type { Rule } from './rule.ts';

/**
 * A lockfile says where an entry comes from, and its tool goes there, whatever is configured. An address that nothing
 * names was put there by somebody else's configuration, or by somebody.
 */
export const foreignSource: Rule<'release'> = {
  id: 'foreign-source',
  judges: 'release',
  severity: 'warning',
  summary: 'An entry of a lockfile comes from a host that no configuration of the project names.',
  judge({ subject, glance, told }) {
    const { registry, name, want, locked } = subject;
    if (locked?.from === undefined) return [];
    const answer = glance({ ask: 'release', ...placeOfPackage(subject), version: want.text });
    if (answer.state !== 'unknown' || answer.why !== 'unnamed') return [];
    if (told(namedRegistryKey(registry, locked.from)).some(({ says }) => says === 'gives')) return [];
    const host = hostOf(locked.from);
    return [
      {
        message: `${code(name)} ${code(want.text)} comes from ${code(host)}, which no configuration of this project names, so nobody was asked about it. Name the registry in the configuration, or have the lockfile written anew.`,
        fixes: [],
        run: host,
      },
    ];
  },
};

/** Without a port that goes without saying. */
function hostOf(address: string): string {
  const host = URL.canParse(address) ? new URL(address).host : '';
  return host === '' ? address : host;
}
