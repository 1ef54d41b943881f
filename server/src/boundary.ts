/**
 * Keeps what one document does to a reader, a rule or a view from costing more than that document. None of them is
 * meant to fail; were one to, the other documents, every request and the exit status go on without it.
 */
export interface Boundary {
  /**
   * Does work for one document. Where that fails, the fault is told, once for each document, and `otherwise` stands in.
   */
  round<Result>(document: string, work: () => Result, otherwise: Result): Result;
  /** The same for work that is waited for. Never rejects. */
  roundLater<Result>(document: string, work: () => Promise<Result>, otherwise: Result): Promise<Result>;
}

/** `tell` takes a sentence about a document, named as it was given to the boundary. */
export function createBoundary(tell: (sentence: string) => void): Boundary {
  const told = new Set<string>();

  function note(document: string, error: unknown): void {
    if (told.has(document)) return;
    told.add(document);
    tell(
      `\`${document}\` could not be read, by a fault of Registry Lens: ${faultOf(error)}. All else goes on without it.`,
    );
  }

  return {
    round(document, work, otherwise) {
      try {
        return work();
      } catch (error) {
        note(document, error);
        return otherwise;
      }
    },
    async roundLater(document, work, otherwise) {
      try {
        return await work();
      } catch (error) {
        note(document, error);
        return otherwise;
      }
    },
  };
}

/** What went wrong and where, so that whoever reports it can say: `URIError: URI malformed (at pathOf, file.ts:12)`. */
export function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const where = /^\s*at (.+)$/m.exec(error.stack ?? '')?.[1];
  return `${error.name}: ${error.message}${where === undefined ? '' : ` (at ${where})`}`;
}
