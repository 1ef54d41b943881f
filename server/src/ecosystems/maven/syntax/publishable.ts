/** A group is a domain turned round; those of documentation are nobody's. */
export function isOwnersGroup(group: string): boolean {
  return /^[\w-]+(?:\.[\w-]+)+$/.test(group) && !DOCUMENTATIONS.test(group);
}

const DOCUMENTATIONS = /^(?:com|org|net)\.example(?:\.|$)|^(?:example|localhost)\./i;

/** Whether a version is plain and no snapshot, under which new bytes may be published, nor one of zeros alone. */
export function isReleaseVersion(version: string): boolean {
  return /^\d[\w.+-]{0,99}$/.test(version) && !/-SNAPSHOT$|^0(?:\.0)*$/i.test(version);
}
