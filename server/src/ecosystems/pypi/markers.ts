import { comparePep440, type Pep440 } from '../../model/pep440.ts';
import { clientOf } from './clients.ts';
import { somePythons } from './pythons.ts';
import { isInSet, parseSpecifierSet, type SpecifierSet } from './specifiers.ts';
import { type Marker, parseMarker } from './syntax/marker.ts';
import { type Alternatives, alternativesOf } from './wants.ts';

/** How a condition turns out wherever its file is read: told only where it is certain. */
export type Outcome = 'always' | 'never' | 'unknown';

/** By which Pythons a file is read, as far as that is known. */
export interface ReadBy {
  /** See `ReleaseSubject.source`. */
  readonly source: string;
  /** The set of Python versions that it is for. */
  readonly toolchain?: string | undefined;
  /** Set where a platform that nobody has is a way to say "never". */
  readonly knowsPlatforms?: true | undefined;
}

/**
 * How an environment marker turns out (PEP 508; packaging, `markers.py`: `_eval_op`), by the Python versions that a
 * project is for, and that its client runs on. All else of an environment is not known here.
 */
export function outcomeOfMarker(text: string, by: ReadBy): Outcome {
  const marker = parseMarker(text);
  if (marker === undefined) return 'unknown';
  const tests: Test[] = [];
  const holds = testOf(marker, by.knowsPlatforms === true, tests);
  if (tests.length > MOST_TESTS) return 'unknown';
  return outcomeOver(
    by,
    tests.flatMap(({ places }) => places),
    holds,
  );
}

/**
 * How a set of Python versions turns out that stands beside a requirement, as with Poetry's `python`. A bound of two
 * numbers may be meant for a version of two or of three: where these differ, it is not certain.
 */
export function outcomeOfPythons(text: string, dialect: 'pep440' | 'poetry', by: ReadBy): Outcome {
  const wanted = alternativesOf(text, dialect);
  if (wanted === undefined || wanted.flat().length > MOST_TESTS) return 'unknown';
  return outcomeOver(by, wanted, python => {
    const [short, long] = [minorOf(python), python].map(each => wanted.some(set => isInSet(each, set)));
    return short === long ? long : undefined;
  });
}

/** Both must hold. */
export function outcomeOfBoth(one: Outcome, other: Outcome): Outcome {
  if (one === 'never' || other === 'never') return 'never';
  return one === 'always' && other === 'always' ? 'always' : 'unknown';
}

/** What of a marker is so with one Python; `undefined` where that depends on something else. */
type Holds = (python: Pep440) => boolean | undefined;

function outcomeOver(by: ReadBy, places: Alternatives, holds: Holds): Outcome {
  const pythons = pythonsReading(by, places);
  const [first, ...others] = pythons;
  const outcome = first === undefined ? undefined : holds(first);
  if (outcome === undefined || !others.every(python => holds(python) === outcome)) return 'unknown';
  return outcome ? 'always' : 'never';
}

/** Pythons of which each stands for all that the same is so of, of those that may read a file. */
function pythonsReading({ source, toolchain }: ReadBy, places: Alternatives): readonly Pep440[] {
  const project = toolchain === undefined ? [[]] : alternativesOf(toolchain, 'pep440');
  if (project === undefined || [...project, ...places].some(set => set.some(namesPre))) return [];
  const isRun = runsOnOldPythons(source, toolchain) ? () => true : isNew;
  return somePythons([...project, ...places]).filter(
    python => isRun(python) && project.some(set => isInSet(python, set)),
  );
}

/**
 * pip has the environment of the Python that it runs on, and so has Pipenv; the others resolve for all Pythons of the
 * project, and uv, where it names none, for those from the one on that is there.
 */
function runsOnOldPythons(source: string, toolchain: string | undefined): boolean {
  switch (clientOf(source)) {
    case 'pip':
    case 'pipenv':
      return false;
    case 'uv':
      return toolchain !== undefined;
    case 'poetry':
    case 'pdm':
      return true;
  }
}

/** pip 23 runs on 3.7 and newer; what is older than that by years is nobody's. */
function isNew(python: Pep440): boolean {
  return comparePep440(python, OLDEST) >= 0;
}

const OLDEST: Pep440 = { epoch: 0, release: [3, 1] };

function namesPre(specifier: SpecifierSet[number]): boolean {
  return specifier.operator !== '===' && (specifier.version.pre !== undefined || specifier.version.dev !== undefined);
}

/** One comparison with a Python's version, and the versions at which it may turn out otherwise. */
interface Test {
  readonly places: Alternatives;
}

function testOf(marker: Marker, knowsPlatforms: boolean, tests: Test[]): Holds {
  switch (marker.is) {
    case 'all':
    case 'any': {
      const all = marker.of.map(each => testOf(each, knowsPlatforms, tests));
      const decisive = marker.is === 'any';
      return python => {
        const outcomes = all.map(holds => holds(python));
        if (outcomes.includes(decisive)) return decisive;
        return outcomes.includes(undefined) ? undefined : !decisive;
      };
    }
    case 'comparison': {
      if (knowsPlatforms && isOnNoPlatform(marker)) return () => false;
      const versionOf = PYTHONS[marker.variable];
      const test = versionOf === undefined ? undefined : comparisonOf(marker, versionOf);
      if (test === undefined) return () => undefined;
      tests.push(test);
      return test.holds;
    }
  }
}

const PYTHONS: Readonly<Record<string, (python: Pep440) => Pep440>> = {
  python_version: minorOf,
  python_full_version: python => python,
};

function minorOf({ epoch, release }: Pep440): Pep440 {
  return { epoch, release: release.slice(0, 2) };
}

type Comparison = Extract<Marker, { is: 'comparison' }>;

function comparisonOf(
  { operator, text, isTurned }: Comparison,
  versionOf: (python: Pep440) => Pep440,
): (Test & { readonly holds: Holds }) | undefined {
  if (operator === 'in' || operator === 'not in') {
    // Otherwise it is a text within another one.
    if (isTurned || versionOf !== minorOf || !/^\d\.\d+(?:[\s,|]+\d\.\d+)*$/.test(text)) return undefined;
    const words = text.split(/[\s,|]+/);
    // 3.1 is in `3.10`.
    const beginnings = new Set(words.flatMap(word => Array.from(word.slice(3), (_, i) => word.slice(0, 3 + i))));
    const places = [...words, ...beginnings].flatMap(word => parseSpecifierSet(`==${word}`) ?? []);
    const isIn = (python: Pep440) => text.includes(minorOf(python).release.join('.'));
    return { places: places.map(place => [place]), holds: python => isIn(python) === (operator === 'in') };
  }
  const set = text.includes(',') ? undefined : parseSpecifierSet(`${isTurned ? '==' : operator}${text}`);
  const [specifier] = set ?? [];
  if (set === undefined || specifier === undefined || specifier.operator === '===') return undefined;
  if (!isTurned) return { places: [set], holds: python => isInSet(versionOf(python), set) };
  const { version } = specifier;
  return {
    places: [set],
    holds: python => {
      const turned = parseSpecifierSet(`${operator}${versionOf(python).release.join('.')}`);
      return turned === undefined ? undefined : isInSet(version, turned);
    },
  };
}

/** Whether it asks for a platform of a name that none has (docs.astral.sh/uv, "Dependency overrides"). */
function isOnNoPlatform({ variable, operator, text }: Comparison): boolean {
  return operator === '==' && PLATFORM_VARIABLES.has(variable) && !PLATFORMS.test(text);
}

const PLATFORM_VARIABLES = new Set(['sys_platform', 'platform_system', 'os_name']);
const PLATFORMS =
  /^(?:aix|android|atheos|cygwin|darwin|dragonfly|emscripten|freebsd|gnu|haiku|hp-?ux|ios|ipados|iphone|irix|java|linux|macos|msys|netbsd|nt|openbsd|os2|posix|riscos|solaris|sunos|tvos|unix|unknown|visionos|vxworks|wasi|watchos|win)/i;

// Far more than people write.
const MOST_TESTS = 8;
