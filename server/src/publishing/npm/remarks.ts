import type { Peek } from '../../model/answer.ts';
import type { Fix } from '../../model/finding.ts';
import type { PublishSubject } from '../../model/pipeline.ts';
import { code } from '../../model/plain-text.ts';
import { type Span, spanOf } from '../../model/span.ts';
import { hasSecrets, isAnonymous, isSecret } from '../before.ts';
import type { Remark, RemarkLook } from '../destination.ts';
import { grantFix } from '../grant.ts';
import { type NpmAct, npmActOf } from './acts.ts';
import { manifestOf, type NpmManifest } from './manifest.ts';
import { isGranted, isOnGithub, publishingAction, type Surroundings, surroundingsOf, tokenOf } from './surroundings.ts';

/** What a step that publishes to npm's registry is told; the gravest first. */
export function npmRemarks(subject: PublishSubject, remarkLook: RemarkLook): readonly Remark[] {
  const act = subject.command === undefined ? undefined : npmActOf(subject.command);
  const around = surroundingsOf(subject);
  const manifest = manifestOf(subject, act, remarkLook.told);
  const look: Look = { subject, around, manifest, peek: remarkLook.peek, ...(act === undefined ? {} : { act }) };
  const failures = FAILURES.flatMap(find => find(look) ?? []);
  if (failures.length > 0) return failures.slice(0, 1);
  const access = remarkLook.rule === 'scoped-without-access' ? scopedWithoutAccess(look) : undefined;
  return [...ADVICE.flatMap(find => find(look) ?? []).slice(0, 1), ...(access === undefined ? [] : [access])];
}

interface Look {
  readonly subject: PublishSubject;
  readonly around: Surroundings;
  /** What is published, as far as its manifest is known. */
  readonly manifest: NpmManifest;
  readonly peek: Peek;
  /** Absent for an action. */
  readonly act?: NpmAct;
}

type Find = (look: Look) => Remark | undefined;

/** What refuses a publish for certain, by what is written. */
const FAILURES: readonly Find[] = [
  provenanceOnCircle,
  provenanceWithoutIdentity,
  onOwnMachine,
  githubToken,
  managedByIdentity,
  dualUse,
  oldClient,
  withoutLogin,
];

/** What works and could be better. */
const ADVICE: readonly Find[] = [longLivedToken, withoutProvenance];

function failure(message: string, fixes: readonly Fix[] = []): Remark {
  return { rule: 'publish-will-fail', message, fixes };
}

/** Whether the step asks for provenance, by an option or by a variable that npm and what runs it read. */
function asksForProvenance({ subject, act }: Look): boolean {
  const names = ['NPM_CONFIG_PROVENANCE', 'npm_config_provenance'];
  const given = names.map(name => subject.command?.sets.get(name)?.text ?? subject.step.variables.get(name)?.text);
  return act?.options.has('--provenance') === true || given.includes('true');
}

function isPublishing({ act }: Look): boolean {
  return act === undefined || act.does !== 'manage';
}

function nameOf({ act, subject }: Look): string {
  if (act !== undefined) return act.name;
  return subject.step.kind === 'action' ? (publishingAction(subject.step)?.name ?? subject.step.action) : '';
}

/** npm knows how to say where it runs on GitHub and GitLab alone (libnpmpublish, `ensureProvenanceGeneration`). */
function provenanceOnCircle(look: Look): Remark | undefined {
  if (look.subject.pipeline.ci !== 'circleci' || !isPublishing(look) || !asksForProvenance(look)) return undefined;
  return failure(
    `${code(nameOf(look))} asks for provenance, and npm makes none on CircleCI, so it stops there. Publish without it, or from GitHub Actions or GitLab.`,
  );
}

function provenanceWithoutIdentity(look: Look): Remark | undefined {
  const { job, pipeline } = look.subject;
  if (!isPublishing(look) || !asksForProvenance(look)) return undefined;
  if (isOnGithub(pipeline)) {
    if (job.identity.is !== 'withheld') return undefined;
    return failure(
      `${code(nameOf(look))} asks for provenance, and job ${code(job.id)} may not say who it is, so npm stops there. Give the job \`id-token: write\`.`,
      grantFix(job),
    );
  }
  if (pipeline.ci !== 'gitlab-ci' || job.identity.is === 'unknown') return undefined;
  if (look.subject.step.variables.has(SIGSTORE) || job.identity.tokens?.has(SIGSTORE) === true) return undefined;
  return failure(
    `${code(nameOf(look))} asks for provenance, and job ${code(job.id)} has no token for Sigstore, so npm stops there. Give the job \`${SIGSTORE}\` among its \`id_tokens\`, with the audience \`sigstore\`.`,
  );
}

const SIGSTORE = 'SIGSTORE_ID_TOKEN';

/** Neither provenance nor a trusted publisher is taken from a machine that is not its CI's own. */
function onOwnMachine(look: Look): Remark | undefined {
  const { job, step } = look.subject;
  if (job.runner !== 'self-hosted' || !isPublishing(look)) return undefined;
  const wants = asksForProvenance(look)
    ? 'asks for provenance'
    : isByIdentityAlone(look) && !hasSecrets(step)
      ? 'publishes as a trusted publisher'
      : undefined;
  if (wants === undefined) return undefined;
  return failure(
    `${code(nameOf(look))} ${wants} from a self-hosted machine, and npm takes that from machines of the CI's provider alone. Run job ${code(job.id)} on one of those.`,
  );
}

/** Whether the job may say who it is, and holds nothing else to log in with. */
function isByIdentityAlone({ subject, around }: Look): boolean {
  const { job, step } = subject;
  return isGranted(job) && tokenOf(step) === undefined && !around.mayHaveLogin && step.kind === 'commands';
}

/** GitHub's own token opens GitHub's registries alone. */
function githubToken(look: Look): Remark | undefined {
  const { around, subject } = look;
  const token = tokenOf(subject.step);
  if (token === undefined || around.registryUrl === undefined) return undefined;
  if (!/^\s*\$\{\{\s*(?:secrets\.GITHUB_TOKEN|github\.token)\s*\}\}\s*$/.test(token.value.text)) return undefined;
  return failure(
    `${code(nameOf(look))} logs in with GitHub's own token, which npm's registry does not know. Publish as a trusted publisher, or give ${code(token.name)} a token of npm's.`,
  );
}

/** A trusted publisher may publish, and nothing else (npm's documentation, "Trusted publishing", "Limitations"). */
function managedByIdentity(look: Look): Remark | undefined {
  const { act, around, subject } = look;
  if (act?.does !== 'manage' || !isByIdentityAlone(look) || hasSecrets(subject.step)) return undefined;
  // From its twelfth major version on npm may ask for a token there; which one runs is known where it came along.
  const isTag = act.name.startsWith('npm dist-tag');
  if (isTag && (around.npm !== 'bundled' || around.node === undefined || around.node > 24)) return undefined;
  return failure(
    `${code(act.name)} needs a maintainer's own login, and job ${code(subject.job.id)} has no token: a trusted publisher may publish, and nothing else. Run it by hand, or give the step a token.`,
  );
}

/** What may do harm in the wrong hands is looked at before it is released (npm's documentation, "Dual-use packages"). */
function dualUse({ act, manifest }: Look): Remark | undefined {
  if (act?.does !== 'publish' || act.by === 'other' || manifest.policyClass !== 'dual-use') return undefined;
  return failure(
    `${code(act.name)} publishes at once, and npm takes a package that is declared ${code('dual-use')} by staging alone. Run \`npm stage publish\`, and approve it by hand.`,
  );
}

/**
 * A scoped name is private at first, which costs money, unless it is told otherwise. Whether a name is new is for the
 * registry to say; that one of somebody else's, or a private one, looks new as well, changes nothing for who publishes.
 */
function scopedWithoutAccess({ act, manifest, peek }: Look): Remark | undefined {
  const { name, access } = manifest;
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

/** npm learned to publish as a trusted publisher in 11.5.1; up to its 22nd version Node.js brings an older one. */
function oldClient(look: Look): Remark | undefined {
  const { act, around, subject } = look;
  if (act?.by !== 'npm' || act.does === 'manage' || !isByIdentityAlone(look) || hasSecrets(subject.step))
    return undefined;
  if (around.npm !== 'bundled' || around.node === undefined || around.node > 22) return undefined;
  return failure(
    `${code(act.name)} has no token, and the npm of Node.js ${code(String(around.node))} cannot publish as a trusted publisher: that needs npm 11.5.1. Set up Node.js 24, or run \`npm install -g npm@latest\` before.`,
  );
}

/** Nothing that npm logs in with is there, nor may anything have been written before. */
function withoutLogin(look: Look): Remark | undefined {
  const { act, around, subject } = look;
  const { job, step, pipeline } = subject;
  if (act === undefined || act.by === 'other') return undefined;
  if (!isAnonymous(pipeline, job) || tokenOf(step) !== undefined || around.mayHaveLogin || hasSecrets(step))
    return undefined;
  return failure(
    `${code(act.name)} has neither a token nor the right to say who it is, so the registry refuses it. Give job ${code(job.id)} \`id-token: write\` and name this workflow among the package's trusted publishers.`,
    grantFix(job),
  );
}

/** A token that stays where the job could say who it is instead. */
function longLivedToken(look: Look): Remark | undefined {
  const { act, subject } = look;
  const { job, step, pipeline } = subject;
  if (!isOnGithub(pipeline) || job.runner === 'self-hosted' || isGranted(job) || act?.does === 'manage')
    return undefined;
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

/** An option more at the end of a command. */
function endFix(title: string, put: string, { end }: Span): readonly Fix[] {
  return [{ title, safety: 'review', edits: [{ span: spanOf(end, end), expects: '', put }] }];
}
