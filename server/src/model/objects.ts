/** Whether a value from outside (JSON, YAML, TOML, a message) is an object with keys, and no list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
