/** Starts the language server. */
export function activate(): void {}
