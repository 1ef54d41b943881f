import type { Connection } from 'vscode-languageserver';
import type { RawSettings } from './workspace.ts';

/** Where settings come from: the client where it can be asked, else what it sent. */
export interface Configuration {
  /** The settings for a folder, or for none in particular. Never rejects. */
  get(uri: string | undefined): Promise<RawSettings>;
  /** `workspace/didChangeConfiguration` of clients that cannot be asked: the settings themselves. */
  sent(settings: unknown): void;
}

export function configurationOf(connection: Connection, canAsk: boolean, initial: unknown): Configuration {
  let sent: unknown = initial;
  return {
    async get(uri) {
      if (!canAsk) return { settings: sent, hidden: [] };
      const scope = uri === undefined ? {} : { scopeUri: uri };
      try {
        const [own, hidden] = await connection.workspace.getConfiguration([
          { ...scope, section: 'registryLens' },
          { ...scope, section: 'files.exclude' },
        ]);
        return { settings: isFilled(own) ? { registryLens: own } : sent, hidden: hiddenGlobs(hidden) };
      } catch {
        return { settings: sent, hidden: [] };
      }
    },
    sent(settings) {
      if (isFilled(settings)) sent = settings;
    },
  };
}

/**
 * The globs of VS Code's `files.exclude` that are switched on; its objects with `when` hide by a sibling and are left
 * out.
 */
function hiddenGlobs(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([glob, isOn]) => (isOn === true ? [glob] : []));
}

function isFilled(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
