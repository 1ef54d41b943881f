import type {
  ArtifactLocation,
  Invocation,
  Location,
  Log,
  Message,
  Notification,
  Region,
  ReportingDescriptor,
  Result,
  Fix as SarifFix,
} from 'sarif';
import type { ElsewhereEdits, Finding, Fix, Related, RuleDescription, Severity } from '../model/finding.ts';
import { code, LONGEST_MESSAGE, plainText } from '../model/plain-text.ts';
import { type Lines, linesOf, type Range } from '../model/positions.ts';
import type { FileReport, Report, ReportedFile, UnknownName } from '../model/report.ts';
import type { Span } from '../model/span.ts';
import { ignoranceInWords, nameInWords } from './ignorance.ts';
import { rulePage } from './pages.ts';

/** What a SARIF log says of the tool itself. */
export interface ToolDescription {
  readonly version: string;
  readonly rules: readonly RuleDescription[];
}

/**
 * What `check --format sarif` prints: SARIF 2.1.0 (OASIS). Lines and columns are 1-based and columns count UTF-16 code
 * units. File addresses are relative to the path that was asked for, which stands under `originalUriBaseIds`. What
 * could not be checked is a notification of the invocation, not a result.
 *
 * @param roots address of each folder that files are relative to, by its absolute path; `file:` URLs that end with a
 *   slash.
 */
export function checkAsSarif(report: Report, tool: ToolDescription, roots: ReadonlyMap<string, string>): Log {
  const baseIds = new Map([...roots.keys()].map((root, i) => [root, roots.size === 1 ? '%SRCROOT%' : `PATH${i + 1}`]));
  const locate: Locate = ({ file, root }) => {
    const uriBaseId = baseIds.get(root);
    return {
      uri: addressOf(file),
      ...(uriBaseId === undefined ? {} : { uriBaseId }),
    };
  };
  const ruleIndex = new Map(tool.rules.map((rule, i) => [rule.id, i]));

  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Registry Lens',
            semanticVersion: tool.version,
            rules: tool.rules.map(descriptorOf),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: Object.fromEntries([...baseIds].map(([root, id]) => [id, { uri: roots.get(root) ?? '' }])),
        invocations: [invocationOf(report.unknown, locate)],
        results: report.files.flatMap(file => {
          const lines = linesOf(file.text);
          return file.findings.map(finding => resultOf(file, finding, lines, locate, ruleIndex));
        }),
      },
    ],
  };
}

type Locate = (file: Pick<ReportedFile, 'file' | 'root'>) => ArtifactLocation;

function descriptorOf(rule: RuleDescription): ReportingDescriptor {
  return {
    id: rule.id,
    shortDescription: { text: rule.summary },
    defaultConfiguration: { level: levelOf(rule.severity) },
    helpUri: rulePage(rule.id),
    help: {
      text: `${rule.summary} Set \`registryLens.rules\` to make \`${rule.id}\` louder or quieter, or write \`registry-lens: ignore ${rule.id}\` in a comment above the line.`,
    },
  };
}

function resultOf(
  file: FileReport,
  finding: Finding,
  lines: Lines,
  locate: Locate,
  ruleIndex: ReadonlyMap<string, number>,
): Result {
  const index = ruleIndex.get(finding.rule);
  const place = locate(file);
  const location: Location = {
    physicalLocation: { artifactLocation: place, region: regionOf(lines, finding.at) },
  };
  const fixes = finding.fixes
    .filter(fix => fix.safety !== 'silence')
    .map(fix => fixOf(fix, lines, place, other => locate({ ...other, root: file.root })));
  return {
    ruleId: finding.rule,
    ...(index === undefined ? {} : { ruleIndex: index }),
    level: levelOf(finding.severity),
    message: messageOf(finding.message),
    locations: [location],
    ...(finding.related === undefined
      ? {}
      : {
          relatedLocations: finding.related.map(related => relatedOf(related, locate({ ...related, root: file.root }))),
        }),
    partialFingerprints: { 'reference/v1': `${finding.rule}:${file.text.slice(finding.at.start, finding.at.end)}` },
    ...(fixes.length === 0 ? {} : { fixes }),
  };
}

function relatedOf({ range, message }: Related, place: ArtifactLocation): Location {
  return { physicalLocation: { artifactLocation: place, region: regionBetween(range) }, message: messageOf(message) };
}

function fixOf(
  { title, edits, elsewhere }: Fix,
  lines: Lines,
  place: ArtifactLocation,
  locateOther: (other: ElsewhereEdits) => ArtifactLocation,
): SarifFix {
  const placed = elsewhere?.edits ?? edits.map(edit => ({ ...edit, range: lines.rangeOf(edit.span) }));
  const replacements = placed.map(({ range, put }) => ({
    deletedRegion: regionBetween(range),
    insertedContent: { text: put },
  }));
  const artifactLocation = elsewhere === undefined ? place : locateOther(elsewhere);
  return { description: messageOf(title), artifactChanges: [{ artifactLocation, replacements }] };
}

function invocationOf(unknown: readonly UnknownName[], locate: Locate): Invocation {
  const notifications = unknown.map(
    (name): Notification => ({
      descriptor: { id: `could-not-check/${name.why}` },
      level: 'note',
      message: messageOf(`Could not check ${code(nameInWords(name))}: ${ignoranceInWords(name)}.`),
      locations: [{ physicalLocation: { artifactLocation: locate(name) } }],
    }),
  );
  return { executionSuccessful: true, toolExecutionNotifications: notifications };
}

/**
 * A plain text message (SARIF 2.1.0, 3.11.3): no brackets that could make a link (3.11.6), no braces that could be a
 * placeholder (3.11.5).
 */
function messageOf(text: string): Message {
  return {
    text: plainText(text, LONGEST_MESSAGE)
      .replace(/[[\]\\]/g, '\\$&')
      .replace(/[{}]/g, '$&$&'),
  };
}

/**
 * A path as a relative address. Windows allows half characters in names, and addresses do not (WHATWG URL, "UTF-8
 * percent-encode").
 */
function addressOf(file: string): string {
  return file
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}

function regionOf(lines: Lines, span: Span): Region {
  return regionBetween(lines.rangeOf(span));
}

function regionBetween({ start, end }: Range): Region {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

/** SARIF 2.1.0, 3.27.10: three levels for what went wrong. */
function levelOf(severity: Severity): 'error' | 'warning' | 'note' {
  switch (severity) {
    case 'error':
    case 'warning':
      return severity;
    case 'information':
    case 'hint':
      return 'note';
  }
}
