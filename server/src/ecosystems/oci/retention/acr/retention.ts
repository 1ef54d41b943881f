import type { ShellCommand } from '../../../../model/pipeline.ts';
import type { Fate, ImageFate, PolicyFault, RetainedImage, RetentionPolicy } from '../../../../model/retention.ts';
import type { Span } from '../../../../model/span.ts';
import { hclIgnorePlace } from '../../../../syntax/hcl.ts';
import type { TerraformForm } from '../kind.ts';
import { simulatedPerRepository } from '../per-repository.ts';
import { type Decision, spareReferred } from '../spare.ts';
import { argumentIn, blocksIn } from '../terraform-blocks.ts';
import { type Told, toldNumber, toldText } from '../terraform-values.ts';
import { azOption, hostOf } from './registry-host.ts';

/**
 * `azurerm_container_registry` with a policy for manifests without tags: in days, where it is not switched off, or in
 * a block in older versions of Microsoft's provider.
 */
export const acrTerraform: TerraformForm = block => {
  const { body, file, label, name } = block;
  const inBlock = blocksIn(body, 'retention_policy').at(-1);
  const entry = body.named(inBlock === undefined ? 'retention_policy_in_days' : 'retention_policy').at(-1);
  if (entry === undefined) return [];
  const days =
    inBlock === undefined ? toldNumber(block, body, 'retention_policy_in_days') : toldNumber(block, inBlock, 'days');
  const enabled: Told<string> =
    inBlock === undefined ? { is: 'known', value: 'true' } : toldText(block, inBlock, 'enabled');
  const registry = toldText(block, body, 'name');
  const daysAt = (inBlock === undefined ? entry.value : argumentIn(inBlock, 'days'))?.span ?? entry.key.span;
  const policy = retentionPolicy({
    days: days.is === 'absent' ? DEFAULT_DAYS : days.is === 'known' ? days.value : undefined,
    isOn: enabled.is === 'known' && enabled.value === 'true',
    ...{ daysAt, name: registry.is === 'known' ? registry.value : name },
    hosts: hostOf(registry.is === 'known' ? registry.value : undefined),
  });
  const at = file.isHcl ? entry.key.span : label.span;
  const ignoreAt = file.isHcl ? hclIgnorePlace(file.document, at.start) : undefined;
  return [{ at, policy, ...(ignoreAt === undefined ? {} : { ignoreAt }) }];
};

/**
 * `az acr config retention update` (learn.microsoft.com, "az acr config retention"); `undefined` for other commands.
 */
export function retentionCommand({ words, at }: ShellCommand): RetentionPolicy | undefined {
  if (!['az', 'acr', 'config', 'retention', 'update'].every((text, i) => words[i]?.text === text)) return undefined;
  const registry = azOption(words, '--registry', '-r');
  const [days, status] = [azOption(words, '--days'), azOption(words, '--status')];
  const isKnown = registry?.isPlain === true;
  return retentionPolicy({
    days:
      days === undefined ? DEFAULT_DAYS : days.isPlain && /^\d{1,9}$/.test(days.text) ? Number(days.text) : undefined,
    isOn: status?.text.toLowerCase() === 'enabled',
    daysAt: days?.at ?? at,
    ...(isKnown ? { name: registry.text } : {}),
    hosts: hostOf(isKnown ? registry.text : undefined),
  });
}

const DAY = 86_400_000;
const DEFAULT_DAYS = 7;
const MOST_DAYS = 365;

interface Given {
  readonly days: number | undefined;
  readonly daysAt: Span;
  readonly isOn: boolean;
  readonly name?: string;
  readonly hosts: string;
}

/**
 * The retention policy of Azure's registry (learn.microsoft.com, "Set a retention policy for untagged manifests"): what
 * lost its tag since the policy is on, and so many days ago, of Docker's media types alone. Nothing tells when a tag
 * left an image, so that what was pushed long ago may go.
 */
function retentionPolicy({ days, daysAt, isOn, name, hosts }: Given): RetentionPolicy {
  const isRefused = days !== undefined && days > MOST_DAYS;
  const faults: PolicyFault[] = isRefused
    ? [{ is: 'invalid', at: daysAt, message: `An image without a tag is kept for ${MOST_DAYS} days at most.` }]
    : [];
  return {
    ...{ kind: 'acr-retention', provider: 'Azure Container Registry', covers: { hosts, repositories: ['*'] }, faults },
    ...(name === undefined ? {} : { name }),
    ...(isOn ? {} : { isIdle: true as const }),
    ...{ untagged: 'unknown', knowsIndexes: true },
    simulate: simulatedPerRepository({ isUnknown: false }, (own, now) =>
      simulate(own, isRefused ? undefined : days, now),
    ),
    fixes: () => [],
  };
}

function simulate(images: readonly RetainedImage[], days: number | undefined, now: number): readonly ImageFate[] {
  const decided = images.map(({ tags, mediaType, pushedAt }): Decision => {
    const isDockers = mediaType?.startsWith('application/vnd.docker.');
    if (tags.length > 0 || isDockers === false) return { fate: 'kept' };
    if (days === undefined) return { fate: 'unknown' };
    const fate: Fate = now - pushedAt < days * DAY ? 'kept' : isDockers === true ? 'deleted' : 'unknown';
    return { fate };
  });
  spareReferred(images, decided);
  return images.map(({ digest }, index) => ({ digest, fate: decided[index]?.fate ?? 'kept', tagsRemoved: [] }));
}
