import type { PublishSubject } from '../../model/pipeline.ts';
import { ownManifestKey } from '../../model/statement.ts';
import type { Remark, RemarkLook } from '../destination.ts';
import { npmActOf } from './acts.ts';
import { ADVICE, scopedWithoutAccess } from './advice.ts';
import { isDefaultRegistry } from './default-registry.ts';
import { FAILURES } from './failures.ts';
import type { NpmLook } from './look.ts';
import { manifestOf } from './manifest.ts';
import { surroundingsOf } from './surroundings.ts';

/**
 * What a step that publishes to npm's registry is told: what is certain to fail, or else what could be better. Nothing
 * where its files may have it publish elsewhere.
 */
export function npmRemarks(subject: PublishSubject, { told, peek, rule }: RemarkLook): readonly Remark[] {
  const act = subject.command === undefined ? undefined : npmActOf(subject.command);
  const manifest = manifestOf(subject, act, told);
  const isElsewhere = manifest.registry !== undefined && !isDefaultRegistry(manifest.registry);
  if (isElsewhere || told(ownManifestKey('npm', 'elsewhere')).some(({ says }) => says === 'gives')) return [];
  const around = surroundingsOf(subject);
  if (around.maySendElsewhere) return [];
  const look: NpmLook = { subject, around, manifest, peek, ...(act === undefined ? {} : { act }) };
  const [failure] = FAILURES.flatMap(find => find(look) ?? []);
  if (failure !== undefined) return [failure];
  const [advice] = ADVICE.flatMap(find => find(look) ?? []);
  const access = rule === 'scoped-without-access' ? scopedWithoutAccess(look) : undefined;
  return [advice, access].filter(remark => remark !== undefined);
}
