/** Where everybody's artifacts lie (maven-model-builder, `pom-4.0.0.xml`). */
export const CENTRAL = 'https://repo.maven.apache.org/maven2';
/** Gradle's plugins, where nothing else is said. */
export const PLUGIN_PORTAL = 'https://plugins.gradle.org/m2';

/** Addresses at which everybody sees the same. */
const PUBLIC: ReadonlySet<string> = new Set([
  CENTRAL,
  'https://repo1.maven.org/maven2',
  PLUGIN_PORTAL,
  'https://dl.google.com/dl/android/maven2',
  'https://maven.google.com',
]);

/** Whether a base is Central's. */
export function isCentral(base: string): boolean {
  return base === CENTRAL || base === 'https://repo1.maven.org/maven2';
}

/** Whether a base is a repository for everybody: nothing there is hidden, and no private name may be told there. */
export function isPublic(base: string): boolean {
  return PUBLIC.has(base);
}
