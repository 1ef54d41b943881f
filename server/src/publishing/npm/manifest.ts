import type { PublishSubject } from '../../model/pipeline.ts';
import { ownManifestKey, type Told } from '../../model/statement.ts';
import type { NpmAct } from './acts.ts';

/** What the manifest says of what a step publishes; nothing where it is not known which manifest that is. */
export interface NpmManifest {
  readonly name?: string;
  readonly access?: string;
  readonly policyClass?: string;
  /** Set where it is not to be published at all. */
  readonly isPrivate?: true;
  /** The registry that it names itself. */
  readonly registry?: string;
}

/**
 * The manifest in the folder that a command runs in. Which one that is is not known where it went to another folder
 * before, is given one, or publishes several packages.
 */
export function manifestOf({ file, step, command }: PublishSubject, act: NpmAct | undefined, told: Told): NpmManifest {
  const root = /^(.*\/)?\.github\/workflows\/[^/]*$/.exec(file);
  if (root === null || step.kind !== 'commands' || act === undefined || command === undefined) return {};
  const earlier = step.commands.slice(0, step.commands.indexOf(command));
  const moved = earlier.some(({ words }) => ['cd', 'pushd'].includes(words[0]?.text ?? ''));
  const several = act.options.has(
    '-r',
    '--recursive',
    '-w',
    '--workspace',
    '--workspaces',
    '--filter',
    '-F',
    '-C',
    '--dir',
  );
  const given = act.options.positionals.length > act.name.split(' ').length - 1;
  if (moved || several || given) return {};
  const folder = (step.directory ?? '').replace(/^\.?\/|\/$/g, '');
  const names = [root[1]?.slice(0, -1) ?? '', folder === '.' ? '' : folder, 'package.json'];
  const manifest = names.filter(each => each !== '').join('/');
  const said = (what: string) =>
    told(ownManifestKey('npm', what)).flatMap(each =>
      each.says === 'gives' && each.from.file === manifest ? [each.value] : [],
    )[0];
  const [name, access, policyClass, registry] = ['name', 'access', 'class', 'registry'].map(said);
  return {
    ...(name === undefined ? {} : { name }),
    ...(access === undefined ? {} : { access }),
    ...(policyClass === undefined ? {} : { policyClass }),
    ...(said('private') === 'true' ? { isPrivate: true } : {}),
    ...(registry === undefined ? {} : { registry }),
  };
}
