import { foldedName } from './ignore-file.ts';

/**
 * Places in a folder at which something happened: what lies at or below one of them is to be looked at anew. A tree by
 * names, so that what lies below a place that is in it already costs nothing.
 *
 * Names are the same where a file system may take them for the same: in capitals or not, composed or not. Then more is
 * looked at than happened, and the disk says what is there.
 */
export interface Touched {
  /** Adds a place by its names from the folder on; no names stand for the whole folder. */
  add(names: readonly string[]): void;
  /** Whether a place is one of these, or lies below one. */
  covers(names: readonly string[]): boolean;
  /** Whether a place is one of these, and none above it is. */
  isAt(names: readonly string[]): boolean;
  /** The folder itself, where every way begins. */
  readonly start: TouchedPlace;
}

/** One of these places, or a folder on the way to some. */
export interface TouchedPlace {
  /** Whether all that lies at or below it is to be looked at. */
  readonly isWhole: boolean;
  /** The place of that name in it; `undefined` where nothing happened at or below it. */
  at(name: string): TouchedPlace | undefined;
}

/** @param sameName one text for all names that a file system may take for the same */
export function createTouched(sameName: (name: string) => string = usualName): Touched {
  const start: Branch = { isWhole: false, below: new Map() };
  let size = 0;

  /** How many names lead to the place that covers this one; `undefined` where none does. */
  function depthOf(names: readonly string[]): number | undefined {
    let at: Branch | undefined = start;
    for (let depth = 0; at !== undefined; depth++) {
      if (at.isWhole) return depth;
      const name = names[depth];
      if (name === undefined) return undefined;
      at = at.below.get(sameName(name));
    }
    return undefined;
  }

  function placeOf(branch: Branch): TouchedPlace {
    return {
      isWhole: branch.isWhole,
      at(name) {
        const below = branch.below.get(sameName(name));
        return below && placeOf(below);
      },
    };
  }

  return {
    get start() {
      return placeOf(start);
    },
    add(names) {
      let at = start;
      for (const name of names) {
        if (at.isWhole) return;
        const same = sameName(name);
        const below = at.below.get(same) ?? { isWhole: false, below: new Map() };
        if (!at.below.has(same)) size += 1;
        at.below.set(same, below);
        at = below;
      }
      // So many places are no fewer than all.
      const whole = size > MOST_PLACES ? start : at;
      whole.isWhole = true;
      whole.below.clear();
    },
    covers: names => depthOf(names) !== undefined,
    isAt: names => depthOf(names) === names.length,
  };
}

interface Branch {
  isWhole: boolean;
  /** Empty where all below is meant. */
  readonly below: Map<string, Branch>;
}

function usualName(name: string): string {
  return foldedName(name.normalize('NFC'));
}

const MOST_PLACES = 20_000;
