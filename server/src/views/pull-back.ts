import { code } from '../model/plain-text.ts';
import {
  type Fence,
  hoursSince,
  type PlannedPullBack,
  type PullBackReason,
  type PullBackStep,
} from '../model/pull-back.ts';
import { dateText } from './hover-parts.ts';
import { ignoranceInWords } from './ignorance.ts';
import { escapeMarkdown } from './markdown.ts';
import { counted } from './words.ts';

/**
 * Draws a plan as a document in CommonMark with tables. What registries and manifests say stands in code spans and in
 * fenced blocks alone, and is plain there.
 *
 * @param now in milliseconds since the epoch
 */
export function pullBackMarkdown(planned: PlannedPullBack, now: number): string {
  const { plan, why } = planned;
  const { effects } = plan;
  return `${[
    `# Take back ${plan.title}`,
    WHY[why],
    '## What is known',
    list([...stateLines(planned, now), ...plan.says]),
    '## What to do, in this order',
    ...plan.steps.flatMap(stepLines),
    '## What becomes of it',
    [
      '| existing builds | new adoption | bytes removed |',
      '| --- | --- | --- |',
      `| ${[effects.builds, effects.adoption, effects.bytes].map(cell).join(' | ')} |`,
    ].join('\n'),
    '## What needs a person',
    list(plan.person),
    '## What not to do',
    list(plan.not),
    `Nothing of this was run. [When to use which mechanism](${TABLE})`,
  ].join('\n\n')}\n`;
}

const TABLE = 'https://github.com/registry-lens/registry-lens/blob/main/docs/pulling-back.md';

const WHY: Readonly<Record<PullBackReason, string>> = {
  broken: 'It is broken: those who have it should keep building, and nobody should come to it anew.',
  insecure:
    'It has a security fault: take it back and publish a fixed version at once. To remove what others depend on turns one’s own incident into everybody’s.',
  secret:
    'It holds a secret: what was published once is public for ever, so the secret goes first, and not the version.',
  mistake: 'It was published by mistake: the sooner it is taken back, the fewer have it.',
};

function stateLines({ plan, answer, thing, whereabouts, unasked }: PlannedPullBack, now: number): readonly string[] {
  if (unasked !== undefined) return [unasked];
  const { state } = plan;
  switch (state.is) {
    case 'published':
      return [
        `Published${since(state.on, now)}.`,
        ...(state.note === undefined ? [] : [state.note]),
        ...nextLine(plan),
      ];
    case 'removed': {
      const last = state.on === undefined ? '' : ` (its last date is ${day(state.on)})`;
      return [`Published once, and removed${last}.`, ...nextLine(plan)];
    }
    case 'free':
      return ['Not published: its registry does not have this version.'];
    case 'namesake':
      return ['Its registry has this name, and nothing there tells that it is this project’s: look whose it is first.'];
    case 'untold':
      break;
  }
  if (answer.state === 'unknown') {
    const { why } = answer;
    return [
      `Could not be asked: ${escapeMarkdown(ignoranceInWords({ ...thing, why, whereabouts }))}. So it is not known since when it is published, and which version is free next.`,
    ];
  }
  return ['Its registry does not have this name, or does not show it: it may be missing there, or want a login.'];
}

function since(on: string | undefined, now: number): string {
  if (on === undefined) return ', and its registry does not tell since when';
  const hours = hoursSince(on, now);
  if (hours === undefined) return ` since ${day(on)}`;
  if (hours === 0) return ` since ${day(on)}, for less than an hour`;
  return ` since ${day(on)}, for ${hours < 96 ? counted(hours, 'hour') : counted(Math.floor(hours / 24), 'day')}`;
}

/** A day of ISO 8601 is plain; whatever else a registry calls a date is quoted. */
function day(on: string): string {
  const text = dateText(on);
  return /^[\d-]+$/.test(text) ? text : code(text);
}

function nextLine({ next }: PlannedPullBack['plan']): readonly string[] {
  return next === undefined ? [] : [`The next version that is free is ${code(next)}.`];
}

function stepLines({ title, says, fences = [] }: PullBackStep, index: number): readonly string[] {
  return [`### ${index + 1}. ${title}`, says, ...fences.flatMap(fenceLines)];
}

function fenceLines({ language, label, lines }: Fence): readonly string[] {
  const written = lines.filter(line => line !== undefined);
  const missing = 'A name or a version in it means something to a shell or to a program, so it is not written here.';
  return [
    ...(label === undefined ? [] : [`${label}:`]),
    ...(written.length === 0 ? [] : [`\`\`\`${language}\n${written.join('\n')}\n\`\`\``]),
    ...(written.length === lines.length ? [] : [missing]),
  ];
}

function list(lines: readonly string[]): string {
  return lines.map(line => `- ${line}`).join('\n');
}

/** A bar ends a cell even inside of a code span. */
function cell(text: string): string {
  return text.replaceAll('|', '¦');
}

/** The word that people choose a reason by, and what it means. */
export const PULL_BACK_CHOICES: readonly { readonly why: PullBackReason; readonly label: string }[] = [
  { why: 'broken', label: 'It is broken' },
  { why: 'insecure', label: 'It has a security fault' },
  { why: 'secret', label: 'It holds a secret' },
  { why: 'mistake', label: 'It was published by mistake' },
];
