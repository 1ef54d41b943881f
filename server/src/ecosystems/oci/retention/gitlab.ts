import type { Fix } from '../../../model/finding.ts';
import type { PolicyCover, PolicyFault, RetainedImage, RetentionPolicy } from '../../../model/retention.ts';
import { type BoundedExpression, boundedExpression } from '../../../patterns/regular-expression.ts';
import { hclIgnorePlace } from '../../../syntax/hcl.ts';
import type { YamlMap } from '../../../syntax/yaml-nodes.ts';
import type { RetentionKind, TerraformForm } from './kind.ts';
import { simulatedPerRepository } from './per-repository.ts';
import { fixOf, insertMember } from './policy-edits.ts';
import { wholeText } from './policy-text.ts';
import { type Answer, both, not } from './simulation.ts';
import { beyondNewest, fatesWithoutTags, tagsOf } from './tag-removal.ts';
import { argumentIn, blocksIn, type TerraformBlock } from './terraform-blocks.ts';
import { type Told, toldNumber, toldText } from './terraform-values.ts';

/**
 * The clean-up of a project's tags (GitLab documentation, "Reduce container registry storage", "How the cleanup policy
 * works"), as `gitlab_project` declares it.
 */
const project: TerraformForm = block => {
  const { body, file, label, name } = block;
  const entry = body.named('container_expiration_policy').at(-1);
  const map = blocksIn(body, 'container_expiration_policy').at(-1);
  if (entry === undefined || map === undefined || map.named('dynamic').length > 0) return [];
  const given = givenIn(block, map);
  const faults = faultsOf(block, map);
  const isRefused = faults.some(({ is }) => is === 'invalid');
  const enabled = toldText(block, map, 'enabled');
  const path = [toldText(block, body, 'path'), toldText(block, body, 'name')].find(({ is }) => is !== 'absent');
  const covers = coverOf(path);
  const policy: RetentionPolicy = {
    ...{ kind: 'gitlab', provider: 'GitLab', covers, faults, knowsIndexes: true },
    name: path?.is === 'known' ? path.value : name,
    ...(enabled.is === 'known' && enabled.value === 'true' ? {} : { isIdle: true as const }),
    // Tags alone go; what has none is the registry's own to collect.
    untagged: 'kept',
    simulate: simulatedPerRepository({ isUnknown: isRefused }, (own, now) => simulate(own, given, now)),
    fixes: spare => (isRefused || spare !== 'releases' ? [] : keepReleases(block, map)),
  };
  const ignoreAt = file.isHcl ? hclIgnorePlace(file.document, entry.key.span.start) : undefined;
  const at = file.isHcl ? entry.key.span : label.span;
  return [{ at, policy, ...(ignoreAt === undefined ? {} : { ignoreAt }) }];
};

/** Clean-up of tags in GitLab's registry. */
export const gitlab: RetentionKind = { id: 'gitlab', terraform: { gitlab_project: project } };

const HOST = 'registry.gitlab.com';
const DAY = 86_400_000;
const COUNTS = [1, 5, 10, 25, 50, 100];
const AGES = ['7d', '14d', '30d', '60d', '90d'];
const CADENCES = ['1d', '7d', '14d', '1month', '3month'];

interface Given {
  /** `undefined`: not known. */
  readonly deletes: BoundedExpression | undefined;
  readonly keeps: BoundedExpression | undefined | 'none';
  readonly count: number | undefined;
  readonly age: number | undefined;
}

/** What is not written stays as the project has it, so that it is not known. */
function givenIn(block: TerraformBlock, map: YamlMap): Given {
  const [deletes, older] = [toldText(block, map, 'name_regex_delete'), toldText(block, map, 'name_regex')];
  const keeps = toldText(block, map, 'name_regex_keep');
  const count = toldNumber(block, map, 'keep_n');
  const age = toldText(block, map, 'older_than');
  const [, days] = (age.is === 'known' ? /^(\d{1,5})d$/.exec(age.value) : null) ?? [];
  return {
    deletes: expressionOf(deletes.is === 'absent' ? older : deletes),
    keeps: keeps.is === 'absent' || (keeps.is === 'known' && keeps.value === '') ? 'none' : expressionOf(keeps),
    count: count.is === 'known' ? count.value : undefined,
    age: days === undefined ? undefined : Number(days) * DAY,
  };
}

function expressionOf(text: Told<string>): BoundedExpression | undefined {
  return text.is === 'known' ? boundedExpression(text.value) : undefined;
}

function simulate(
  images: readonly RetainedImage[],
  given: Given,
  now: number,
): ReturnType<RetentionPolicy['simulate']> {
  const { deletes, keeps, count, age } = given;
  const tags = tagsOf(images);
  const named = tags.map(({ tag }): Answer => {
    if (tag === 'latest') return 'no';
    return both(matching(deletes, tag), keeps === 'none' ? 'yes' : not(matching(keeps, tag)));
  });
  const old = beyondNewest(tags, named, count);
  const gone = old.map((answer, place): Answer => {
    const { at = 0, isMutable = true } = tags[place] ?? {};
    const isOld: Answer = age === undefined ? 'unknown' : now - at > age ? 'yes' : 'no';
    return isMutable ? both(answer, isOld) : 'no';
  });
  return fatesWithoutTags(images, tags, gone, 'deleted');
}

/** As a whole: the expressions are anchored at both ends. */
function matching(expression: BoundedExpression | undefined, tag: string): Answer {
  if (expression === undefined) return 'unknown';
  return expression.matches(tag) ? 'yes' : 'no';
}

function faultsOf(block: TerraformBlock, map: YamlMap): PolicyFault[] {
  return [
    ['keep_n', ['0', ...COUNTS.map(String)]] as const,
    ['older_than', AGES] as const,
    ['cadence', CADENCES] as const,
  ].flatMap(([name, words]): PolicyFault[] => {
    const told = toldText(block, map, name);
    const value = argumentIn(map, name);
    if (told.is !== 'known' || told.value === '' || value === undefined || words.includes(told.value)) return [];
    const some = words.filter(word => word !== '0').map(word => `\`${word}\``);
    const message = `\`${name}\` is one of ${some.slice(0, -1).join(', ')} and ${some.at(-1)}.`;
    return [{ is: 'invalid', at: value.span, message }];
  });
}

/** Which group a project lies in is told by a number. */
function coverOf(path: Told<string> | undefined): PolicyCover {
  if (path?.is !== 'known' || !/^[\w.-]+$/.test(path.value)) return { hosts: HOST };
  const own = path.value.toLowerCase();
  return { hosts: HOST, repositories: [`*/${own}`, `*/${own}/*`] };
}

function keepReleases({ file }: TerraformBlock, map: YamlMap): Fix[] {
  const last = map.entries.at(-1);
  if (last === undefined || map.named('name_regex_keep').length > 0) return [];
  const text = wholeText(file.document.text, file.isHcl ? 'hcl' : 'json');
  const edit = insertMember(text, last, 'name_regex_keep', 'v?[0-9]+[.][0-9]+[.][0-9]+.*');
  const fix = fixOf('Keep tags such as `1.2.3`', [edit]);
  return fix === undefined ? [] : [fix];
}
