export type { AnswerStats, Answers, FolderAnswers, OnArrival, Urgency } from './answers.ts';
export { createAnswers } from './create-answers.ts';
export { type AnswerStore, createDiskStore } from './disk/disk-store.ts';
export { removeKept } from './disk/remove-kept.ts';
export { isOutdatedName } from './facts.ts';
