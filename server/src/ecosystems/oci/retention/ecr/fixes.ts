import type { Fix } from '../../../../model/finding.ts';
import { namesReleases } from '../../../../model/release-tags.ts';
import { covers } from '../../../../model/statement.ts';
import type { YamlMap } from '../../../../syntax/yaml-nodes.ts';
import { fixOf } from '../policy-edits.ts';
import type { PolicyText } from '../policy-text.ts';
import { addRule, replaceValue } from './edits.ts';
import type { ReadRule } from './meaning.ts';

/** As many images are as good as all. */
const PLENTY = 1000;
const YEAR = 365;
/** The pattern of versions with at least three numbers, whatever stands around them. */
const VERSIONS = '*.*.*';
const SAMPLES = ['v1.2.3', '1.2.3'];

/** What makes a policy spare images with tags of releases, or those without tags. */
export function fixesOf(
  rules: readonly ReadRule[],
  text: PolicyText,
  root: YamlMap,
  spare: 'releases' | 'untagged' | 'indexes',
): Fix[] {
  const fixes = (): (Fix | undefined)[] => {
    switch (spare) {
      case 'releases':
        return [onlyUntagged(rules, text), keepReleases(rules, text, root), raisedForReleases(rules, text)];
      case 'untagged':
        return [raised(text, rules.filter(isForUntagged))];
      case 'indexes':
        return [];
    }
  };
  return fixes().flatMap(fix => fix ?? []);
}

function isForUntagged({ storageClass, tagStatus }: ReadRule): boolean {
  return storageClass === 'standard' && (tagStatus === 'untagged' || tagStatus === 'any');
}

/** Whether a rule may take an image whose tag is a version, or of a kind that the rule itself names. */
function takesReleases({ storageClass, tagStatus, patterns, action }: ReadRule): boolean {
  if (storageClass !== 'standard' || action !== 'expire') return false;
  if (tagStatus !== 'tagged') return tagStatus === 'any';
  const own =
    patterns?.flatMap(pattern => (namesReleases(pattern ?? '') ? [pattern?.replaceAll('*', '1.2.3')] : [])) ?? [];
  return [...SAMPLES, ...own].some(
    tag =>
      tag !== undefined &&
      patterns?.every(pattern => pattern !== undefined && covers(pattern, tag) && covers(VERSIONS, tag)),
  );
}

function onlyUntagged(rules: readonly ReadRule[], text: PolicyText): Fix | undefined {
  const taking = rules.filter(takesReleases);
  const [one] = taking;
  const isAlone = !rules.some(
    ({ storageClass, tagStatus }) => storageClass === one?.storageClass && tagStatus === 'untagged',
  );
  if (one?.tagStatus !== 'any' || taking.length > 1 || !isAlone) return undefined;
  return replaceValue(text, one.rule.fields.tagStatus, '"untagged"', 'Take untagged images only');
}

/** A rule that comes first and takes next to nothing shields what it is for. */
function keepReleases(rules: readonly ReadRule[], text: PolicyText, root: YamlMap): Fix | undefined {
  const sorted = rules.toSorted((a, b) => (a.priority ?? 0) - (b.priority ?? 0));
  const first = sorted.find(takesReleases);
  if (first?.priority === undefined || first.patterns?.some(pattern => pattern === VERSIONS) === true) return undefined;
  const isFree = first.priority > 1 && !rules.some(({ priority }) => priority === (first.priority ?? 0) - 1);
  const priority = isFree ? first.priority - 1 : first.priority;
  const edits = [
    addRule(text, root, first.rule, {
      rulePriority: priority,
      description: 'Keep releases',
      selection: {
        tagStatus: 'tagged',
        tagPatternList: [VERSIONS],
        countType: 'imageCountMoreThan',
        countNumber: 9999,
      },
      action: { type: 'expire' },
    }),
  ];
  let next = priority + 1;
  for (const { priority: own, rule } of sorted) {
    if (own === undefined || own < priority || rule.fields.rulePriority.is !== 'integer') continue;
    if (own >= next) break;
    edits.push(text.edit(rule.fields.rulePriority.at, String(next)));
    next += 1;
  }
  return fixOf(`Keep images with a tag such as \`1.2.3\` by a rule of their own`, edits);
}

function raisedForReleases(rules: readonly ReadRule[], text: PolicyText): Fix | undefined {
  const taking = rules.filter(takesReleases);
  const areCounted = taking.every(({ countType }) => countType === 'imageCountMoreThan');
  return areCounted ? raised(text, taking) : undefined;
}

/** Greater numbers for all rules of some: of images to be kept, or of days to wait. */
function raised(text: PolicyText, rules: readonly ReadRule[]): Fix | undefined {
  const edits = rules.flatMap(({ rule, countType, count }) => {
    const { countNumber } = rule.fields;
    const least = countType === 'imageCountMoreThan' ? PLENTY : YEAR;
    if (countNumber.is !== 'integer' || count === undefined || count >= least) return [];
    return [{ least, edit: text.edit(countNumber.at, String(least)) }];
  });
  const [first] = edits;
  if (first === undefined) return undefined;
  const title = first.least === YEAR ? `Wait ${YEAR} days` : `Keep ${PLENTY} images`;
  return fixOf(
    edits.every(({ least }) => least === first.least) ? title : `Keep ${PLENTY} images, and wait ${YEAR} days`,
    edits.map(({ edit }) => edit),
  );
}
