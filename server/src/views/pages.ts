/** The part of this project's documentation that explains a rule, by its id. */
export function rulePage(rule: string): string {
  return `https://github.com/registry-lens/registry-lens/blob/main/README.md#${rule}`;
}
