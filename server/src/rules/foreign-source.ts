import { code } from '../model/plain-text.ts';
import { placeOfPackage } from '../model/question.ts';
import type { ReleaseSubject } from '../model/reference.ts';
import { namedRegistryKey, wordedRegistriesKey } from '../model/statement.ts';
import type { Rule, Sight } from './rule.ts';

/**
 * A lockfile says where an entry comes from, and its tool goes there, whatever is configured, or lets the entry go,
 * as one does that goes by its configuration alone. An address that nothing names was put there by somebody else's
 * configuration, or by somebody.
 */
export const foreignSource: Rule<'release'> = {
  id: 'foreign-source',
  judges: 'release',
  severity: 'warning',
  summary: 'An entry of a lockfile comes from a host that no configuration of the project names.',
  judge(sight) {
    const { subject, glance, told } = sight;
    const { registry, name, want, locked } = subject;
    if (locked?.from === undefined) return [];
    const answer = glance({ ask: 'release', ...placeOfPackage(subject), version: want.text });
    if (answer.state !== 'unknown' || answer.why !== 'unnamed') return [];
    if (told(namedRegistryKey(registry, locked.from)).some(({ says }) => says === 'gives')) return [];
    if (hasUnexplained(sight)) return [];
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

/**
 * Whether a manifest names a registry by a word that nothing here explains, as where it is configured on other
 * machines: then it may be that one.
 */
function hasUnexplained({ subject: { registry, name, want }, told, recall }: Sight<ReleaseSubject>): boolean {
  const words = told(wordedRegistriesKey(registry)).flatMap(said => (said.says === 'gives' ? [said.value] : []));
  return [...new Set(words)].some(source => {
    const answer = recall({ ask: 'release', registry, name, source, version: want.text });
    return answer.state === 'unknown' && answer.why === 'unreachable';
  });
}

/** Without a port that goes without saying. */
function hostOf(address: string): string {
  const host = URL.canParse(address) ? new URL(address).host : '';
  return host === '' ? address : host;
}
