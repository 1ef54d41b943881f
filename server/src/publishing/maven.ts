import type { PublishSubject, ShellCommand } from '../model/pipeline.ts';
import { code } from '../model/plain-text.ts';
import type { Destination, Remark } from './destination.ts';

/**
 * Maven Central's Portal (central.sonatype.org, "Publishing By Using the Portal Publisher API", "OSSRH Sunset"; the
 * Gradle plugin of vanniktech, "Publishing to Maven Central").
 */
export const maven: Destination = {
  id: 'maven',
  telltale: /sonatype|autoPublish|MavenCentral/,
  recognise({ step, command }) {
    if (step.kind !== 'commands' || command === undefined) return undefined;
    return whatIt(command) === undefined ? undefined : { at: command.at };
  },
  remarks({ command }: PublishSubject): readonly Remark[] {
    const what = command === undefined ? undefined : whatIt(command);
    switch (what?.is) {
      case undefined:
        return [];
      case 'gone': {
        const message = `${code(what.host)} was switched off on 2025-06-30, so nothing is published there. Publish by the Portal of Maven Central.`;
        return [{ rule: 'publish-will-fail', message, fixes: [] }];
      }
      case 'at-once': {
        const message = `${code(what.by)} releases to Maven Central as soon as the upload is validated, and what is released there stays for ever. Upload it first, look at it in the Portal, and release it from there.`;
        return [{ rule: 'staging-skipped', message, fixes: [] }];
      }
    }
  },
};

/** What a command does at Maven Central that is worth a word. */
type What =
  /** It is released without anybody's look. */
  | { readonly is: 'at-once'; readonly by: string }
  /** It goes to a host that is no more. */
  | { readonly is: 'gone'; readonly host: string };

const GONE = /\b(?:s01\.)?oss\.sonatype\.org\b/;
const PORTAL = /\bcentral\.sonatype\.com\/api\/v1\/publisher\/upload\b[^#]*[?&]publishingType=AUTOMATIC\b/;
const AT_ONCE = /^(?::|.*:)?publishAndReleaseToMavenCentral$/;

function whatIt({ words }: ShellCommand): What | undefined {
  const texts = words.map(({ text }) => text);
  const [program = ''] = texts;
  const name = program.slice(program.lastIndexOf('/') + 1);
  if (name === 'curl') {
    const addresses = texts.filter(text => /^https?:\/\//i.test(text));
    const gone = addresses.map(text => GONE.exec(text)?.[0]).find(host => host !== undefined);
    const isUpload = texts.some(text => /^(?:-T|--upload-file|-F|--form|-X|--request|--data.*|-d)$/.test(text));
    if (gone !== undefined && isUpload) return { is: 'gone', host: gone };
    const address = texts.find(text => PORTAL.test(text));
    return address === undefined ? undefined : { is: 'at-once', by: 'publishingType=AUTOMATIC' };
  }
  if (['mvn', 'mvnw', 'mvnd'].includes(name) && texts.includes('deploy')) {
    const gone = texts.map(text => (text.startsWith('-D') ? GONE.exec(text)?.[0] : undefined)).find(Boolean);
    if (gone !== undefined) return { is: 'gone', host: gone };
    return texts.includes('-DautoPublish=true') ? { is: 'at-once', by: '-DautoPublish=true' } : undefined;
  }
  if (['gradle', 'gradlew'].includes(name)) {
    const task = texts.find(text => AT_ONCE.test(text));
    return task === undefined ? undefined : { is: 'at-once', by: task };
  }
  return undefined;
}
