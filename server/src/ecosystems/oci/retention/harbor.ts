import type { Fate, ImageFate, PolicyFault, RetainedImage, RetentionPolicy } from '../../../model/retention.ts';
import { readGlobs } from '../../../patterns/globs.ts';
import { hclIgnorePlace } from '../../../syntax/hcl.ts';
import type { YamlMap } from '../../../syntax/yaml-nodes.ts';
import type { RetentionKind, TerraformForm } from './kind.ts';
import { simulatedPerRepository, withoutHost } from './per-repository.ts';
import { type Answer, areNewest, both } from './simulation.ts';
import { blocksIn, type TerraformBlock } from './terraform-blocks.ts';
import { type Told, toldNumber, toldText } from './terraform-values.ts';

/**
 * The rules of a project about which artifacts are retained (Harbor documentation, "Create Tag Retention Rules"), as
 * `harbor_retention_policy` declares them. Where the registry lies is said elsewhere.
 */
const retention: TerraformForm = block => {
  const { body, file, label, name } = block;
  const maps = blocksIn(body, 'rule');
  if (maps.length === 0 || body.named('dynamic').length > 0) return [];
  const rules = maps.flatMap((map, index) => ruleOf(block, map, index));
  const faults = faultsOf(maps);
  const schedule = toldText(block, body, 'schedule');
  const policy: RetentionPolicy = {
    ...{ kind: 'harbor', provider: 'Harbor', name, covers: { hosts: '' }, faults, knowsIndexes: true },
    // Without a schedule it runs when somebody has it run.
    ...(schedule.is === 'absent' || (schedule.is === 'known' && schedule.value === '')
      ? { isIdle: true as const }
      : {}),
    untagged: untaggedFate(rules),
    simulate: simulatedPerRepository({ isUnknown: faults.length > 0 }, (own, now) => simulate(own, rules, now)),
    fixes: () => [],
  };
  const ignoreAt = file.isHcl ? hclIgnorePlace(file.document, label.span.start) : undefined;
  return [{ at: label.span, policy, ...(ignoreAt === undefined ? {} : { ignoreAt }) }];
};

/** Tag retention in Harbor. */
export const harbor: RetentionKind = { id: 'harbor', terraform: { harbor_retention_policy: retention } };

const DAY = 86_400_000;
const MOST_RULES = 15;

/** A rule: which artifacts of which repositories are looked at, and how many of them are retained. */
interface HarborRule {
  readonly by: string;
  readonly isFor: (repository: string | undefined) => Answer;
  readonly selects: (image: RetainedImage) => Answer;
  readonly keeps: Keeping;
  readonly takesUntagged: boolean | undefined;
}

type Keeping =
  | { readonly is: 'always' | 'open' }
  | { readonly is: 'newest' | 'within'; readonly of: 'pull' | 'push'; readonly count: number };

/** In the order in which the provider looks at them; the first that is above zero is meant. */
const QUANTITIES = [
  ['n_days_since_last_pull', 'within', 'pull'],
  ['n_days_since_last_push', 'within', 'push'],
  ['most_recently_pulled', 'newest', 'pull'],
  ['most_recently_pushed', 'newest', 'push'],
] as const;

function ruleOf(block: TerraformBlock, map: YamlMap, index: number): readonly HarborRule[] {
  const text = (name: string) => toldText(block, map, name);
  const disabled = text('disabled');
  if (disabled.is === 'known' && disabled.value === 'true') return [];
  const untagged = text('untagged_artifacts');
  const takesUntagged = untagged.is === 'open' ? undefined : untagged.is === 'absent' || untagged.value === 'true';
  const tags = selectorOf(text('tag_matching'), text('tag_excluding'));
  const repositories = selectorOf(text('repo_matching'), text('repo_excluding'));
  return [
    {
      by: String(index + 1),
      takesUntagged,
      // The project stands before it, and maybe the host before that, and they are not what is matched.
      isFor: repository =>
        repository === undefined ? 'yes' : repositories(withoutHost(repository).split('/').slice(1)),
      selects(image) {
        if (image.tags.length === 0) return takesUntagged === undefined ? 'unknown' : takesUntagged ? 'yes' : 'no';
        const answers = image.tags.map(tag => tags([tag]));
        return answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no';
      },
      keeps: disabled.is === 'open' ? { is: 'open' } : keepingOf(block, map),
    },
  ];
}

function keepingOf(block: TerraformBlock, map: YamlMap): Keeping {
  for (const [name, is, of] of QUANTITIES) {
    const told = toldNumber(block, map, name);
    if (told.is === 'open') return { is: 'open' };
    if (told.is === 'known' && told.value > 0) return { is, of, count: told.value };
  }
  const always = toldText(block, map, 'always_retain');
  return { is: always.is === 'known' && always.value === 'true' ? 'always' : 'open' };
}

/** Patterns with stars and braces, of which the excluding one counts where there are both. */
function selectorOf(matching: Told<string>, excluding: Told<string>): (steps: readonly string[]) => Answer {
  const isExcluding = excluding.is !== 'absent' && !(excluding.is === 'known' && excluding.value === '');
  const pattern = isExcluding ? excluding : matching;
  if (pattern.is !== 'known' || pattern.value === '' || pattern.value.length > LONGEST_PATTERN) return () => 'unknown';
  const globs = readGlobs([pattern.value]);
  return steps => (globs.matches(steps) === !isExcluding ? 'yes' : 'no');
}

const LONGEST_PATTERN = 500;

function simulate(images: readonly RetainedImage[], rules: readonly HarborRule[], now: number): readonly ImageFate[] {
  const children = new Set(images.flatMap(each => each.children ?? []));
  // Platforms without tags belong to their index, and what is attached to what it is attached to.
  const isOwn = images.map(
    ({ digest, tags, subject }) => subject === undefined && (tags.length > 0 || !children.has(digest)),
  );
  const own = images.filter((_, index) => isOwn[index]);
  const [{ repository } = { repository: undefined }] = images;
  const isFor = rules.map(rule => rule.isFor(repository));
  if (isFor.every(answer => answer === 'no')) return images.map(({ digest }) => kept(digest));
  const fates = new Map<RetainedImage, ImageFate>();
  const retained = rules.map((rule, place) => retainedBy(rule, isFor[place] ?? 'no', own, now));
  for (const [index, image] of own.entries()) {
    const answers = retained.map(each => each[index] ?? 'no');
    const by = rules[answers.indexOf('yes')]?.by;
    const tags = new Set(image.tags);
    const isImmutable = (image.immutableTags ?? []).some(tag => tags.has(tag));
    const isOpen = answers.includes('unknown') || !isFor.includes('yes');
    if (by !== undefined) fates.set(image, { ...kept(image.digest), by });
    else if (isImmutable) fates.set(image, kept(image.digest));
    else if (isOpen) fates.set(image, { digest: image.digest, fate: 'unknown', tagsRemoved: [] });
    else fates.set(image, { digest: image.digest, fate: 'deleted', tagsRemoved: image.tags });
  }
  return withDependents(images, fates);
}

function kept(digest: ImageFate['digest']): ImageFate {
  return { digest, fate: 'kept', tagsRemoved: [] };
}

/** Which of some artifacts a rule retains: among those that it selects, and then so many. */
function retainedBy(
  { selects, keeps }: HarborRule,
  isFor: Answer,
  own: readonly RetainedImage[],
  now: number,
): readonly Answer[] {
  const selected = own.map(image => both(isFor, selects(image)));
  switch (keeps.is) {
    case 'always':
      return selected;
    case 'open':
      return selected.map(answer => (answer === 'no' ? 'no' : 'unknown'));
    case 'within':
      return selected.map((answer, index): Answer => {
        const at = momentOf(own[index], keeps.of);
        return both(answer, at !== undefined && at > now - keeps.count * DAY ? 'yes' : 'no');
      });
    case 'newest': {
      const isOpen = selected.includes('unknown');
      const some = own.filter((_, index) => selected[index] === 'yes');
      // What was never pulled is the oldest.
      const times = some.map(image => momentOf(image, keeps.of) ?? 0);
      const newest = areNewest(times, keeps.count);
      const answers = new Map(some.map((image, place) => [image, newest[place] ?? 'unknown']));
      return own.map((image, index): Answer => {
        if (selected[index] === 'no') return 'no';
        return isOpen ? 'unknown' : (answers.get(image) ?? 'unknown');
      });
    }
  }
}

function momentOf(image: RetainedImage | undefined, of: 'pull' | 'push'): number | undefined {
  return of === 'pull' ? image?.pulledAt : image?.pushedAt;
}

/** Platforms go with the last index that refers to them, and what is attached goes with that. */
function withDependents(
  images: readonly RetainedImage[],
  own: ReadonlyMap<RetainedImage, ImageFate>,
): readonly ImageFate[] {
  const fates = new Map<string, Fate>();
  for (const [{ digest }, { fate }] of own) fates.set(digest, fate);
  const parents = new Map<string, string[]>();
  for (const { digest, children = [] } of images)
    for (const child of children) {
      const its = parents.get(child);
      if (its === undefined) parents.set(child, [digest]);
      else its.push(digest);
    }
  return images.map((image): ImageFate => {
    const fate = own.get(image);
    if (fate !== undefined) return fate;
    const { digest, tags, subject } = image;
    const above = [...(parents.get(digest) ?? []), ...(subject === undefined ? [] : [subject])].map(
      each => fates.get(each) ?? 'unknown',
    );
    if (above.includes('kept')) return kept(digest);
    const isGone = above.length > 0 && above.every(each => each === 'deleted');
    return { digest, fate: isGone ? 'deleted' : 'unknown', tagsRemoved: isGone ? tags : [] };
  });
}

/** What becomes of an old artifact without tags, which many came after, and that nobody pulls. */
function untaggedFate(rules: readonly HarborRule[]): Fate {
  const keeping = rules.filter(({ takesUntagged }) => takesUntagged !== false);
  if (keeping.some(({ keeps, takesUntagged }) => keeps.is === 'open' || takesUntagged === undefined)) return 'unknown';
  return keeping.some(({ keeps }) => keeps.is === 'always') ? 'unknown' : 'deleted';
}

function faultsOf(maps: readonly YamlMap[]): PolicyFault[] {
  const more = maps[MOST_RULES];
  if (more === undefined) return [];
  return [
    { is: 'invalid', at: more.span, message: `A project has ${MOST_RULES} rules, and these are ${maps.length}.` },
  ];
}
