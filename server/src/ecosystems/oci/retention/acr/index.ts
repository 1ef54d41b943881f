import type { ShellCommand, ShellWord } from '../../../../model/pipeline.ts';
import type { Companion } from '../../../../model/reader.ts';
import type { Span } from '../../../../model/span.ts';
import { ignorePlaceAbove, ignoresInScripts } from '../../../../pipelines/ignore-place.ts';
import { PIPELINES } from '../../../../pipelines/index.ts';
import type { PipelineKind } from '../../../../pipelines/pipeline-kind.ts';
import { shellCommands } from '../../../../pipelines/shell.ts';
import { findPath } from '../../../../syntax/yaml-paths.ts';
import type { DocumentForm, RetentionKind, WrittenPolicy } from '../kind.ts';
import { policyReferences } from '../policy-references.ts';
import { purgePolicy } from './purge.ts';
import { purgeCommand } from './purge-command.ts';
import { azOption, hostOf } from './registry-host.ts';
import { acrTerraform, retentionCommand } from './retention.ts';

/** What ACR Tasks run (learn.microsoft.com, "ACR Tasks reference: YAML"), each step in a shell of its own. */
const task: DocumentForm = {
  id: 'acr-task',
  files: ['*.{yaml,yml}'],
  words: ['steps:', 'cmd:', 'acr purge'],
  recognises: text =>
    /^["']?steps["']?[ \t]*:/m.test(text) && /^[ \t]*(?:-[ \t]+)?cmd[ \t]*:.*\bacr purge\b/m.test(text),
  longest: 200_000,
  read: ({ root, text }) =>
    findPath(root, 'steps[].cmd').flatMap(({ value, entry }) => {
      if (value?.kind !== 'scalar' || entry === undefined) return [];
      const ignoreAt = ignorePlaceAbove(text, entry.key.span);
      return shellCommands(value.written).flatMap(command => {
        const purge = purgeCommand(command);
        if (purge === undefined) return [];
        const policy = purgePolicy(purge, hostOfWord(purge.registry), undefined, text);
        return [{ at: command.at, policy, ...(ignoreAt === undefined ? {} : { ignoreAt }) }];
      });
    }),
};

/** Azure's registry: its own policy, and the command that its owners run from time to time. */
export const acr: RetentionKind = {
  id: 'acr',
  documents: [task],
  terraform: { azurerm_container_registry: acrTerraform },
  companions: PIPELINES.map(commandsOf),
};

const MOST_COMMANDS = 100;
const LONGEST = 1_000_000;

function commandsOf(kind: PipelineKind): Companion {
  return {
    of: [kind.id],
    mayRead: text =>
      text.length <= LONGEST && /\bacr(?:-cli\S*)?\s+purge\b|\bacr\s+config\s+retention\s+update\b/.test(text),
    read(text, file) {
      const written = kind
        .read(text, file)
        .jobs.flatMap(({ steps }) =>
          steps.flatMap(step =>
            step.kind === 'commands' ? step.commands.flatMap(each => policiesOf(each, step.isOff === true, text)) : [],
          ),
        );
      return { references: policyReferences(written.slice(0, MOST_COMMANDS)), ignores: ignoresInScripts(text) };
    },
  };
}

function policiesOf(command: ShellCommand, isOff: boolean, text: string): readonly WrittenPolicy[] {
  const ignoreAt = ignorePlaceAbove(text, command.at);
  const put = (at: Span, policy: WrittenPolicy['policy']): WrittenPolicy => ({
    at,
    policy: isOff ? { ...policy, isIdle: true } : policy,
    ...(ignoreAt === undefined ? {} : { ignoreAt }),
  });
  const retention = retentionCommand(command);
  if (retention !== undefined) return [put(command.at, retention)];
  const own = purgeCommand(command);
  if (own !== undefined) return [put(command.at, purgePolicy(own, hostOfWord(own.registry), undefined, text))];
  return innerCommands(command, text).flatMap(({ inner, registry, name }) => {
    const purge = purgeCommand(inner);
    if (purge === undefined) return [];
    const hosts = hostOfWord(purge.registry?.isPlain === true ? purge.registry : registry);
    return [put(inner.at, purgePolicy(purge, hosts, name, text))];
  });
}

function hostOfWord(registry: ShellWord | undefined): string {
  return hostOf(registry?.isPlain === true ? registry.text : undefined);
}

/** What `az acr run --cmd` and `az acr task create --cmd` have Azure run. */
function innerCommands({ words }: ShellCommand, text: string) {
  const start = ['az', 'acr'].every((each, i) => words[i]?.text === each);
  const act = words[2]?.text;
  if (!start || (act !== 'run' && !(act === 'task' && /^(?:create|update)$/.test(words[3]?.text ?? '')))) return [];
  const cmd = azOption(words, '--cmd');
  if (cmd === undefined) return [];
  const registry = azOption(words, '--registry', '-r');
  const name = act === 'task' ? azOption(words, '--name', '-n') : undefined;
  return shellCommands(tracedWord(cmd, text)).map(inner => ({
    inner,
    registry,
    name: name?.isPlain === true ? name.text : undefined,
  }));
}

/** The text of a word with its places; where quotes or escapes within it shift them, all stand at its beginning. */
function tracedWord({ text, at }: ShellWord, document: string) {
  const written = document.slice(at.start, at.end);
  const offset = written.indexOf(text);
  const isPlaced = offset >= 0 && written.length - text.length <= 2;
  return { text, at: Array.from({ length: text.length }, (_, i) => (isPlaced ? at.start + offset + i : at.start)) };
}
