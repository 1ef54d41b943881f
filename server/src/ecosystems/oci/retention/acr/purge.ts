import type { Fix } from '../../../../model/finding.ts';
import type { ImageFate, PolicyCover, RetainedImage, RetentionPolicy } from '../../../../model/retention.ts';
import { type Span, spanOf, textUnder } from '../../../../model/span.ts';
import { simulatedPerRepository, withoutHost } from '../per-repository.ts';
import { type Answer, areNewest, both, not } from '../simulation.ts';
import { beyondNewest, fatesWithoutTags, tagsOf } from '../tag-removal.ts';
import type { PurgeCommand, PurgeFilter } from './purge-command.ts';

/**
 * What `acr purge` takes (github.com/Azure/acr-cli, `cmd/acr/purge.go`, `cmd/repository/image_functions.go`): tags that
 * a filter meets and that are old, but the newest of them; manifests only where it is told so, and then none that an
 * index with a tag refers to, or that is attached to another one. What is locked stays, and no file tells what is.
 *
 * @param registry its host, or patterns
 * @param text of the document that the command stands in
 */
export function purgePolicy(
  command: PurgeCommand,
  registry: string,
  name: string | undefined,
  text: string,
): RetentionPolicy {
  const { filters, faults, isDryRun, isOpen, untagged, untaggedOnly } = command;
  const isRefused = faults.some(({ is }) => is === 'invalid');
  const takesUntagged = untagged || untaggedOnly;
  const covers = coverOf(registry, filters);
  const isKnown = filters.every(({ repository }) => repository !== undefined);
  return {
    ...{ kind: 'acr-purge', provider: '`acr purge`', covers, faults, knowsIndexes: true },
    ...(name === undefined ? {} : { name }),
    ...(isDryRun ? { isIdle: true as const } : {}),
    untagged: takesUntagged ? (isRefused || isOpen || !isKnown ? 'unknown' : 'deleted') : isOpen ? 'unknown' : 'kept',
    simulate: simulatedPerRepository(
      { isUnknown: isRefused || isOpen, isFor: repository => isMeant(filters, withoutHost(repository)) !== 'no' },
      (own, now) => simulate(own, command, now),
    ),
    fixes: spare => (spare === 'untagged' && !isRefused ? keepUntagged(command, text) : []),
  };
}

const INDEXES = new Set([
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
]);

function simulate(images: readonly RetainedImage[], command: PurgeCommand, now: number): readonly ImageFate[] {
  const { ago, keep, untaggedOnly, untagged, includesLocked } = command;
  const [{ repository } = { repository: undefined }] = images;
  const filters = command.filters.filter(each => isMeantBy(each, repository) !== 'no');
  const isSure = filters.every(each => isMeantBy(each, repository) === 'yes');
  const isOld = (at: number): Answer => (ago === undefined ? 'unknown' : at < now - ago ? 'yes' : 'no');
  const tags = tagsOf(images);
  const named = tags.map(({ tag, at, isMutable }): Answer => {
    if (untaggedOnly || (!isMutable && !includesLocked)) return 'no';
    const answers = filters.map(filter => matching(filter, tag));
    const isNamed = answers.includes('yes')
      ? isSure
        ? 'yes'
        : 'unknown'
      : answers.includes('unknown')
        ? 'unknown'
        : 'no';
    return both(isNamed, isOld(at));
  });
  const gone = beyondNewest(tags, named, keep);
  const withoutTags = fatesWithoutTags(images, tags, gone, 'kept');
  if (!untagged && !untaggedOnly) return withoutTags;
  const bare = images.map((): Answer => 'yes');
  for (const [place, { index }] of tags.entries()) bare[index] = both(bare[index] ?? 'no', gone[place] ?? 'no');
  const isAged = (at: number): Answer => {
    if (untaggedOnly) return doubted(isOld(at));
    return command.agesUntagged ? isOld(at) : 'yes';
  };
  const taken = images.map(({ pushedAt, subject }, index): Answer => {
    return subject === undefined ? both(bare[index] ?? 'no', isAged(pushedAt)) : 'no';
  });
  spareChildren(images, taken);
  const newest = keptNewest(images, taken, keep);
  const answers = taken.map((answer, index): Answer => {
    const own = newest[index] ?? 'no';
    return untaggedOnly && answer !== 'no' ? doubted(own) : own;
  });
  return images.map(({ digest, tags: own }, index): ImageFate => {
    const answer = answers[index];
    if (answer === 'yes') return { digest, fate: 'deleted', tagsRemoved: own };
    const tagsRemoved = withoutTags[index]?.tagsRemoved ?? [];
    return { digest, fate: answer === 'unknown' ? 'unknown' : 'kept', tagsRemoved };
  });
}

/**
 * Of what `--ago` or `--keep` spares with `--untagged-only`: its README says that they count for nothing there, its
 * code and Microsoft's pages that they do.
 */
function doubted(answer: Answer): Answer {
  return answer === 'no' ? 'unknown' : answer;
}

/** Changes what is taken: an index that stays keeps what it refers to, down to the last. */
function spareChildren(images: readonly RetainedImage[], taken: Answer[]): void {
  const places = new Map<string, number>(images.map(({ digest }, index) => [digest, index]));
  for (const answer of ['no', 'unknown'] as const) {
    const open = taken.flatMap((each, index) => (each === answer ? [index] : []));
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      const { children = [], mediaType } = images[index] ?? {};
      if (mediaType !== undefined && !INDEXES.has(mediaType)) continue;
      for (const child of children) {
        const place = places.get(child);
        if (place === undefined || taken[place] === 'no' || taken[place] === answer) continue;
        taken[place] = answer;
        open.push(place);
      }
    }
  }
}

/** The newest of those that would go stay. */
function keptNewest(
  images: readonly RetainedImage[],
  taken: readonly Answer[],
  keep: number | undefined,
): readonly Answer[] {
  if (keep === 0) return taken;
  if (keep === undefined || taken.includes('unknown')) return taken.map(answer => (answer === 'no' ? 'no' : 'unknown'));
  const own = images.flatMap((image, index) => (taken[index] === 'yes' ? [{ image, index }] : []));
  const newest = areNewest(
    own.map(({ image }) => image.pushedAt),
    keep,
  );
  const answers = new Map(own.map(({ index }, place) => [index, not(newest[place] ?? 'unknown')]));
  return taken.map((answer, index) => answers.get(index) ?? answer);
}

/** Whether some filter is for a repository; without one all are meant. */
function isMeant(filters: readonly PurgeFilter[], repository: string): Answer {
  if (filters.length === 0) return 'yes';
  const answers = filters.map(filter => isMeantBy(filter, repository));
  return answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no';
}

/** As a whole: the expression for the repository is anchored at both ends. */
function isMeantBy({ repository: expression }: PurgeFilter, repository: string | undefined): Answer {
  if (expression === undefined) return 'unknown';
  return repository === undefined || expression.matches(withoutHost(repository)) ? 'yes' : 'no';
}

function matching({ tag: expression }: PurgeFilter, tag: string): Answer {
  if (expression === undefined) return 'unknown';
  return expression.finds(tag) ? 'yes' : 'no';
}

function coverOf(hosts: string, filters: readonly PurgeFilter[]): PolicyCover {
  if (filters.length === 0) return { hosts, repositories: ['*'] };
  if (filters.some(({ repository }) => repository === undefined)) return { hosts };
  const simple = filters.map(({ written }) =>
    /^\^?\.\*\$?$/.test(written) ? '*' : /^[\w/-]+$/.test(written) ? written : undefined,
  );
  return {
    hosts,
    ...(simple.every(each => each !== undefined) ? { repositories: simple.flatMap(each => each ?? []) } : {}),
    covers: repository => isMeant(filters, repository) === 'yes',
  };
}

/** Tags go as before; manifests stay. */
function keepUntagged({ untaggedWord, untaggedOnly }: PurgeCommand, text: string): Fix[] {
  const place = untaggedWord && wordPlace(untaggedWord.at, text);
  if (place === undefined || untaggedOnly) return [];
  const edit = { span: place, expects: textUnder(text, place), put: '' };
  return [{ title: 'Leave untagged manifests', safety: 'review', edits: [edit] }];
}

function wordPlace(at: Span, text: string): Span | undefined {
  return text.slice(at.start - 1, at.end) === ' --untagged' ? spanOf(at.start - 1, at.end) : undefined;
}
