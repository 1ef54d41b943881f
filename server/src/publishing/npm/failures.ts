import type { Fix } from '../../model/finding.ts';
import { code } from '../../model/plain-text.ts';
import { hasSecrets, isAnonymous } from '../before.ts';
import type { Remark } from '../destination.ts';
import { grantFix } from '../grant.ts';
import { asksForProvenance, isPublishing, type NpmLook as Look, type NpmFind, nameOf, SIGSTORE } from './look.ts';
import { isGranted, isOnGithub, tokenOf } from './surroundings.ts';

/** What refuses a publish for certain, by what is written; the first that speaks is right. */
export const FAILURES: readonly NpmFind[] = [
  privatePackage,
  provenanceOnCircle,
  provenanceWithoutIdentity,
  onOwnMachine,
  githubToken,
  managedByIdentity,
  dualUse,
  oldClient,
  withoutLogin,
];

/** npm's word for what it does then is `EPRIVATE` (npm's documentation, "package.json", `private`). */
function privatePackage({ act, manifest }: Look): Remark | undefined {
  if (act?.does !== 'publish' || act.by === 'other' || manifest.isPrivate !== true) return undefined;
  return failure(
    `${code(act.name)} publishes what \`package.json\` calls private, so it stops there. Publish another folder, or remove \`private\` from the manifest.`,
  );
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

/** Neither provenance nor a trusted publisher is taken from a machine that is not its CI's own. */
function onOwnMachine(look: Look): Remark | undefined {
  const { job, step } = look.subject;
  if (job.runner !== 'self-hosted' || !isPublishing(look)) return undefined;
  const wants = asksForProvenance(look)
    ? 'asks for provenance'
    : isOnGithub(look.subject.pipeline) && isByIdentityAlone(look) && !hasSecrets(step)
      ? 'publishes as a trusted publisher'
      : undefined;
  if (wants === undefined) return undefined;
  return failure(
    `${code(nameOf(look))} ${wants} from a self-hosted machine, and npm takes that from machines of the CI's provider alone. Run job ${code(job.id)} on one of those.`,
  );
}

/** GitHub's own token opens GitHub's registries alone. */
function githubToken(look: Look): Remark | undefined {
  const { around, subject } = look;
  const token = tokenOf(subject.step);
  if (token === undefined || around.registryUrl === undefined) return undefined;
  // A trusted publisher's own token goes before it, where npm is new enough to ask for one.
  if (subject.job.identity.is !== 'withheld' && !isTooOld(around)) return undefined;
  if (!/^\s*\$\{\{\s*(?:secrets\.GITHUB_TOKEN|github\.token)\s*\}\}\s*$/.test(token.value.text)) return undefined;
  return failure(
    `${code(nameOf(look))} logs in with GitHub's own token, which npm's registry does not know. Publish as a trusted publisher, or give ${code(token.name)} a token of npm's.`,
  );
}

/** A trusted publisher may publish, and nothing else (npm's documentation, "Trusted publishing", "Limitations"). */
function managedByIdentity(look: Look): Remark | undefined {
  const { act, around, subject } = look;
  if (act?.does !== 'manage' || !isByIdentityAlone(look) || hasSecrets(subject.step)) return undefined;
  // Elsewhere tokens stand in settings of the project, which no file shows.
  if (!isOnGithub(subject.pipeline)) return undefined;
  // From its twelfth major version on npm may ask for a token there; which one runs is known where it came along.
  const isTag = act.name.startsWith('npm dist-tag');
  if (isTag && (around.npm !== 'bundled' || around.node === undefined || around.node > 24)) return undefined;
  return failure(
    `${code(act.name)} needs a maintainer's own login, and job ${code(subject.job.id)} has no token: a trusted publisher may publish, and nothing else. Run it by hand, or give the step a token.`,
  );
}

/**
 * What may do harm in the wrong hands is looked at before it is released (npm's documentation, "Dual-use packages").
 */
function dualUse({ act, manifest }: Look): Remark | undefined {
  if (act?.does !== 'publish' || act.by === 'other' || manifest.policyClass !== 'dual-use') return undefined;
  return failure(
    `${code(act.name)} publishes at once, and npm takes a package that is declared ${code('dual-use')} by staging alone. Run \`npm stage publish\`, and approve it by hand.`,
  );
}

/** npm learned to publish as a trusted publisher in 11.5.1; up to its 22nd version Node.js brings an older one. */
function oldClient(look: Look): Remark | undefined {
  const { act, around, subject } = look;
  if (act?.by !== 'npm' || act.does === 'manage' || !isByIdentityAlone(look) || hasSecrets(subject.step))
    return undefined;
  if (!isTooOld(around)) return undefined;
  return failure(
    `${code(act.name)} has no token, and the npm of Node.js ${code(String(around.node ?? ''))} cannot publish as a trusted publisher: that needs npm 11.5.1. Set up Node.js 24, or run \`npm install -g npm@latest\` before.`,
  );
}

function isTooOld({ npm, node }: Look['around']): boolean {
  return npm === 'bundled' && node !== undefined && node <= 22;
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

/** Whether the job may say who it is, and holds nothing else to log in with. */
function isByIdentityAlone({ subject, around }: Look): boolean {
  const { job, step } = subject;
  return isGranted(job) && tokenOf(step) === undefined && !around.mayHaveLogin && step.kind === 'commands';
}

function failure(message: string, fixes: readonly Fix[] = []): Remark {
  return { rule: 'publish-will-fail', message, fixes };
}
