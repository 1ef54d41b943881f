import type { Fix } from '../../model/finding.ts';
import { code } from '../../model/plain-text.ts';
import { type Span, spanOf } from '../../model/span.ts';
import { isSecret } from '../before.ts';
import type { Remark } from '../destination.ts';
import { grantFix } from '../grant.ts';
import { asksForProvenance, type NpmLook as Look, type NpmFind, nameOf, SIGSTORE, variableOf } from './look.ts';
import { isGranted, isOnGithub, publishingAction, tokenOf } from './surroundings.ts';

/** What works and could be better; the first that speaks says enough. */
export const ADVICE: readonly NpmFind[] = [longLivedToken, withoutProvenance];

/**
 * A scoped name is private at first, which costs money, unless it is told otherwise. Whether a name is new is for the
 * registry to say; that one of somebody else's, or a private one, looks new as well, changes nothing for who publishes.
 */
export function scopedWithoutAccess({ act, manifest, peek, subject }: Look): Remark | undefined {
  const { name } = manifest;
  const access = manifest.access ?? ACCESS.map(each => variableOf(subject, each)).find(each => each !== undefined);
  if (act?.does !== 'publish' || act.by === 'other' || name?.startsWith('@') !== true) return undefined;
  if (access !== undefined || act.options.value('--access') !== undefined) return undefined;
  const answer = peek({ ask: 'package', registry: 'npm', name });
  if (answer.state !== 'absent') return undefined;
  return {
    rule: 'scoped-without-access',
    message: `${code(name)} is not in the registry yet, and a scoped package is private unless it is told otherwise: the first publish fails without a plan that is paid for. Add \`--access public\`, or \`publishConfig.access\` to \`package.json\`.`,
    fixes: endFix('Publish it for all', ' --access public', act.at),
  };
}

/** Variables that npm's clients take it from. */
const ACCESS = ['NPM_CONFIG_ACCESS', 'npm_config_access', 'YARN_NPM_PUBLISH_ACCESS'];

/** A token that stays where the job could say who it is instead. */
function longLivedToken(look: Look): Remark | undefined {
  const { act, subject } = look;
  const { job, step, pipeline } = subject;
  if (!isOnGithub(pipeline) || job.runner === 'self-hosted' || isGranted(job) || act?.does === 'manage')
    return undefined;
  // They publish by a token alone.
  if (act?.by === 'bun' || act?.name === 'yarn publish') return undefined;
  const token = step.kind === 'action' ? actionToken(look) : tokenOf(step);
  if (token === undefined || !isSecret(token.value.text)) return undefined;
  const [grant] = grantFix(job);
  const { removal } = token.value;
  const edits = [...(grant?.edits ?? []), ...(removal === undefined ? [] : [removal])];
  const fix: Fix = { title: 'Publish as a trusted publisher', safety: 'review', edits };
  return {
    rule: 'long-lived-token',
    message: `${code(nameOf(look))} logs in with a token that lives on in ${code(token.name)}. npm takes a job that says who it is: name this workflow among the package's trusted publishers, give job ${code(job.id)} \`id-token: write\`, and remove the token.`,
    fixes: grant === undefined || removal === undefined ? [] : [fix],
  };
}

function actionToken({ subject }: Look) {
  const { step } = subject;
  const token = step.kind === 'action' ? publishingAction(step)?.token : undefined;
  return token === undefined ? undefined : { name: 'token', value: token };
}

/** What is published by a token has no provenance unless it is asked for; a trusted publisher's has. */
function withoutProvenance(look: Look): Remark | undefined {
  const { act, subject } = look;
  const { job, pipeline } = subject;
  if (act?.does !== 'publish' || act.by === 'other' || asksForProvenance(look)) return undefined;
  // Asked for in a way that this client may hear, or not wanted.
  if (look.manifest.provenance !== undefined || isProvenanceSet(look)) return undefined;
  if (pipeline.ci === 'gitlab-ci') {
    const { tokens } = job.identity;
    if (tokens?.has('NPM_ID_TOKEN') !== true || tokens.has(SIGSTORE)) return undefined;
    return {
      rule: 'publish-without-provenance',
      message: `${code(act.name)} publishes without provenance, as job ${code(job.id)} has no token for Sigstore. Give it \`${SIGSTORE}\` among its \`id_tokens\`, with the audience \`sigstore\`.`,
      fixes: [],
    };
  }
  if (!isOnGithub(pipeline) || job.runner === 'self-hosted' || !isGranted(job)) return undefined;
  if (act.by === 'bun' || tokenOf(subject.step) === undefined) return undefined;
  return {
    rule: 'publish-without-provenance',
    message: `${code(act.name)} publishes by a token and without provenance, though job ${code(job.id)} may say who it is. Add \`--provenance\`, or remove the token where the package has this workflow as its trusted publisher.`,
    fixes: endFix('Publish with provenance', ' --provenance', act.at),
  };
}

/** Whether the step says of itself whether it wants provenance. */
function isProvenanceSet({ act, subject }: Look): boolean {
  const variables = ['NPM_CONFIG_PROVENANCE', 'npm_config_provenance', 'YARN_NPM_CONFIG_PROVENANCE'];
  return (
    variables.some(name => variableOf(subject, name) !== undefined) ||
    act?.options.value('--provenance', '--no-provenance') !== undefined
  );
}

/** An option more at the end of a command. */
function endFix(title: string, put: string, { end }: Span): readonly Fix[] {
  return [{ title, safety: 'review', edits: [{ span: spanOf(end, end), expects: '', put }] }];
}
