import { makesKey, type Reach, type Statement, type Told } from '../../../model/statement.ts';

/**
 * States that a folder is a package which others install: requirements files below it are lists for its own developers,
 * or what it asks of its users, and none of a program that is deployed.
 */
export function libraryStated(): Statement {
  return { says: 'gives', key: LIBRARY_KEY, reach: 'below', value: '' };
}

/**
 * Whether a requirements file is taken for one of a program that is deployed: it restricts nothing alone, is not for
 * tests and the like by its name, and no package lies around it, of which nothing is known then.
 */
export function isDeployed(file: string, told: Told): boolean | undefined {
  if (NOT_DEPLOYED.test(file)) return false;
  return told(LIBRARY_KEY).length === 0 ? true : undefined;
}

/** Whether a group of what is required is for tests and the like, by its name. */
export function isForDevelopers(group: string): boolean {
  return NOT_DEPLOYED.test(group);
}

/**
 * Whether a requirements file only restricts what others require, by its name (pip's documentation, "Constraints
 * Files").
 */
export function isConstraints(file: string): boolean {
  return /(?:^|\/)(?:constraints[^/]*|[^/]*constraints)\.(?:txt|in)$/i.test(file);
}

/**
 * States that the workspace has a project itself, so that no index hears of its name.
 *
 * @param name in canonical form
 */
export function projectStated(name: string, reach: Reach): Statement {
  return { says: 'makes', key: makesKey('pypi', name), reach };
}

const LIBRARY_KEY = 'library pypi';

const NOT_DEPLOYED =
  /(?:^|\/)constraints[^/]*$|(?:^|[/._-])(?:dev|devel|develop|development|tests?|testing|docs?|lint|ci|build|tools?|examples?|samples?)(?:[/._-]|$)/i;
