import type { Rule } from './rule.ts';

/** Every rule. Of a family the first that speaks is heard, so the graver stands first. */
export const RULES: readonly Rule[] = [];

export const RULE_IDS: readonly string[] = RULES.map(rule => rule.id);
