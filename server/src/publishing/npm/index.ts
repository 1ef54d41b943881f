import type { Located } from '../../model/pipeline.ts';
import type { Act, Destination, Published } from '../destination.ts';
import { npmActOf } from './acts.ts';
import { isDefaultRegistry } from './default-registry.ts';
import { npmRemarks } from './remarks.ts';
import { publishingAction } from './surroundings.ts';

/**
 * The registry that npm asks by default (npm's documentation, "Trusted publishing for npm packages", "Generating
 * provenance statements"; npm's own sources for what fails how).
 */
export const npm: Destination = {
  id: 'npm',
  telltale: /publish|deprecate|dist-tag|npm stage|changesets\/action/i,
  recognise(act) {
    const published = publishedBy(act);
    return published === undefined || goesElsewhere(act) ? undefined : published;
  },
  remarks: npmRemarks,
};

function publishedBy({ step, command }: Act): Published | undefined {
  if (step.kind === 'action') return publishingAction(step) === undefined ? undefined : { at: step.uses };
  return command === undefined || npmActOf(command) === undefined ? undefined : { at: command.at };
}

/** Whether the text names another registry: by an option, a variable, or where the job has npm look. */
function goesElsewhere({ job, step, command }: Act): boolean {
  if (command?.words.some(({ text }) => OF_A_FILE.test(text))) return true;
  const option = command === undefined ? undefined : npmActOf(command)?.options.value('--registry');
  const variables = ['NPM_CONFIG_REGISTRY', 'npm_config_registry', 'YARN_NPM_PUBLISH_REGISTRY'];
  const inputs = job.steps
    .slice(0, job.steps.indexOf(step))
    .flatMap(each => (each.kind === 'action' ? (each.inputs.get('registry-url') ?? []) : []));
  const own = step.kind === 'action' ? step.inputs.get('registry') : undefined;
  const named: (Pick<Located, 'text'> | undefined)[] = [
    option,
    own,
    ...variables.map(name => command?.sets.get(name) ?? step.variables.get(name)),
    ...inputs,
  ];
  return named.some(each => each !== undefined && !isDefaultRegistry(each.text));
}

/** Options by which npm asks a registry that is not told here, or may be: of one scope, or of a file of settings. */
const OF_A_FILE = /^--(?:@[^=]*:registry|userconfig|globalconfig)(?:=|$)/;
