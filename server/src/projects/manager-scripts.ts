import type { RoutingWorld } from '../registries/route.ts';

/** Whether a package manager started this process, and so made its variables: each of them leaves one of these. */
export function wasStartedByManager({ environment }: Pick<RoutingWorld, 'environment'>): boolean {
  return MANAGERS_VARIABLES.some(name => environment[name] !== undefined);
}

/** Whether a variable, by its name, is one of those that a package manager sets for the scripts that it starts. */
export function isForScripts(variable: string): boolean {
  return /^(?:npm_|NODE_OPTIONS$)/i.test(variable);
}

const MANAGERS_VARIABLES = [
  ...['npm_execpath', 'npm_lifecycle_event', 'npm_command', 'npm_config_user_agent', 'npm_package_json'],
  ...['npm_node_execpath', 'PNPM_SCRIPT_SRC_DIR'],
];
