/**
 * Works something out from a fact: once for a fact and a derivation, however often it is asked, and remembered as long
 * as the fact is there. For what costs more than a look, such as the order of all releases of a package, which every
 * reference to it wants.
 *
 * @param derivation pure, and always the same function: a new one each time is worked out each time
 */
export type Derive = <Fact extends object, Derived>(fact: Fact, derivation: (fact: Fact) => Derived) => Derived;

/** Remembers for its owner alone. Facts never change, so nothing that is remembered goes out of date. */
export function createDerive(): Derive {
  const derivations = new WeakMap<object, WeakMap<object, unknown>>();
  return <Fact extends object, Derived>(fact: Fact, derivation: (fact: Fact) => Derived): Derived => {
    const known = derivations.get(derivation) ?? new WeakMap<object, unknown>();
    derivations.set(derivation, known);
    // Only what this derivation made is kept under it.
    if (known.has(fact)) return known.get(fact) as Derived;
    const derived = derivation(fact);
    known.set(fact, derived);
    return derived;
  };
}
