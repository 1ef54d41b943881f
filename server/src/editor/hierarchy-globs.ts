import { PACKAGE_READERS } from '../ecosystems/readers.ts';

/**
 * Globs of the documents for which a tree of who brings what in is offered. Editors ask one provider alone for a
 * document, so what is a program as well is left to whoever knows its language.
 */
export const HIERARCHY_GLOBS: readonly string[] = PACKAGE_READERS.flatMap(({ files }) => files)
  .filter(glob => !/\.(?:py|gradle|kts)$/.test(glob))
  .map(glob => `**/${glob}`);
