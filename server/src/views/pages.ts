/**
 * The folder of the rules' pages, for every link to them. On the main branch, because a link outlives the version that
 * made it: a version's tag need not exist where a user builds the project, and a rule keeps its name.
 */
const RULE_PAGES = 'https://github.com/registry-lens/registry-lens/blob/main/docs/rules';

/** The page of this project's documentation that explains a rule, by its id. */
export function rulePage(rule: string): string {
  return `${RULE_PAGES}/${rule}.md`;
}
