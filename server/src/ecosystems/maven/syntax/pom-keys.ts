/**
 * Under these keys POMs speak to each other, each by where it lies, so that who looks for one is told of no other.
 * Only files of this ecosystem look there.
 */

/** What a POM that may be a parent is. */
export function pomKey(place: string): string {
  return `pom maven ${place}`;
}

/** Where a POM lies that may be imported, by its name. */
export function bomKey(name: string): string {
  return `bom maven ${name}`;
}

/** What a property stands for there, as it is written. */
export function propertyKey(place: string, name: string): string {
  return `property maven ${place} ${name}`;
}

/** What is managed there, by the key of the thing; see `managedName`. */
export function managedKey(place: string, name: string): string {
  return `managed maven ${place} ${name}`;
}

/** What of that is taken by those that have it as a parent, or import it. */
export function takenKey(place: string): string {
  return `taken maven ${place}`;
}

/** Where a path leads from a folder, to the file; `undefined` above the top, and where the folder is not known. */
export function placeAt(folder: string | undefined, path: string): string | undefined {
  if (folder === undefined || /^(?:[/\\]|[A-Za-z]:)/.test(path)) return undefined;
  const steps = folder.split(/[/\\]/).filter(isStep);
  for (const step of path.split(/[/\\]/).filter(isStep)) {
    if (step !== '..') steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  if (/\.xml$/i.test(steps.at(-1) ?? '') && !path.endsWith('/')) return steps.join('/');
  return [...steps, 'pom.xml'].join('/');
}

function isStep(step: string): boolean {
  return step !== '' && step !== '.';
}
