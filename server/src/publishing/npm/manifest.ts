import type { PublishSubject } from '../../model/pipeline.ts';
import { ownManifestKey, type Told } from '../../model/statement.ts';
import { type Before, before } from '../before.ts';
import type { NpmAct } from './acts.ts';
import { isDefaultRegistry } from './default-registry.ts';

/** What the manifest says of what a step publishes; nothing where it is not known which manifest that is. */
export interface NpmManifest {
  readonly name?: string;
  readonly access?: string;
  readonly policyClass?: string;
  /** Set where it is not to be published at all. */
  readonly isPrivate?: true;
  /** The registry that it names itself; where it is not known which manifest it is, one that any of them names. */
  readonly registry?: string;
  /** Whether it, or the settings beside it, ask for provenance; `maybe` where it is not known which manifest it is. */
  readonly provenance?: 'true' | 'false' | 'maybe';
}

/**
 * The manifest in the folder that a command runs in. Which one that is is not known where it went to another folder
 * before, is given one, publishes several packages, or where something else was put there.
 */
export function manifestOf(subject: PublishSubject, act: NpmAct | undefined, told: Told): NpmManifest {
  const manifest = pathOf(subject, act);
  const all = (what: string) =>
    told(ownManifestKey('npm', what)).flatMap(each => (each.says === 'gives' ? [each] : []));
  const setting = (what: string) => all(`setting ${what}`)[0]?.value;
  if (manifest === undefined) {
    const others = all('registry').map(({ value }) => value);
    const registry = others.find(each => !isDefaultRegistry(each));
    const isAsked = [...all('provenance'), ...all('setting provenance')].some(({ value }) => value === 'true');
    return { ...(registry === undefined ? {} : { registry }), ...(isAsked ? { provenance: 'maybe' } : {}) };
  }
  const said = (what: string) => all(what).find(({ from }) => from.file === manifest)?.value;
  const access = said('access') ?? setting('access');
  const provenance = said('provenance') ?? setting('provenance');
  const [name, policyClass, registry] = ['name', 'class', 'registry'].map(said);
  return {
    ...(name === undefined ? {} : { name }),
    ...(access === undefined ? {} : { access }),
    ...(policyClass === undefined ? {} : { policyClass }),
    ...(said('private') === 'true' ? { isPrivate: true } : {}),
    ...(registry === undefined ? {} : { registry }),
    ...(provenance === 'true' || provenance === 'false' ? { provenance } : {}),
  };
}

function pathOf(subject: PublishSubject, act: NpmAct | undefined): string | undefined {
  const { file, step, command } = subject;
  const root = /^(.*\/)?\.github\/workflows\/[^/]*$/.exec(file);
  if (root === null || step.kind !== 'commands' || act === undefined || command === undefined) return undefined;
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
  if (moved || several || given || isReplaced(before(subject))) return undefined;
  const folder = (step.directory ?? '').replace(/^\.?\/|\/$/g, '');
  const names = [root[1]?.slice(0, -1) ?? '', folder === '.' ? '' : folder, 'package.json'];
  return names.filter(each => each !== '').join('/');
}

/** Whether what lies in the folder of the job may be another manifest than that of the repository, or be rewritten. */
function isReplaced({ actions, commands }: Before): boolean {
  const isOther = actions.some(({ action, inputs }) => {
    const path = (inputs.get('path')?.text ?? '').replace(/^\.?\/|\/$/g, '');
    if (action === 'actions/checkout') return path !== '' || inputs.has('repository');
    return action === 'actions/download-artifact' && (path === '' || path === '.');
  });
  return isOther || commands.some(({ words }) => words.some(({ text }) => /package\.json|\bprivate\b/.test(text)));
}
