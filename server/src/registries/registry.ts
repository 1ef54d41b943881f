import type { Http } from '../http/http.ts';
import type { Answer, AnyFact, Missing } from '../model/answer.ts';
import type { RegistryId } from '../model/names.ts';
import type { Question } from '../model/question.ts';
import type { Route } from './route.ts';

/** Answers questions by one registry's protocol, over a route that was chosen before. */
export interface Registry {
  readonly id: RegistryId;
  /**
   * Asks once and comes back with an answer; never rejects. 404 is the only way to `absent`, and it was asked a second
   * time past all caches (`cache-control: no-cache`) before it is said.
   */
  ask(question: Question, route: Route, asking: Asking): Promise<Asked>;
  /**
   * The document that answers a question, where one document answers several: all releases of a package, say. It is
   * asked for once, however many questions it answers, and kept once. `undefined`, or no such method, where a question
   * has a document of its own.
   */
  page?(question: Question): Page | undefined;
}

/** A document that answers several questions. */
export interface Page {
  /**
   * The question that the whole document answers, asked and kept in place of the one at hand; it has no page itself.
   */
  readonly question: Question;
  /**
   * What the document says of the question at hand, by its fact; `undefined` where it says that there is no such thing.
   * Pure, and as cheap as a look: it is called at each one.
   */
  pick(fact: AnyFact): AnyFact | undefined;
  /** What there is not, where nothing is picked. */
  readonly missing: Missing;
}

/** Makes a registry's client. Its state (tokens) lives as long as the client, never in a module. */
export type MakeRegistry = (http: Http) => Registry;

/** What accompanies a question. */
export interface Asking {
  /** An earlier answer that may be confirmed instead of downloaded again. */
  readonly earlier?: { readonly fact: AnyFact; readonly validator: string };
  /** The current time in milliseconds since the epoch. */
  readonly now: number;
  readonly signal?: AbortSignal;
  /**
   * To be awaited when a response has come and before it is read: the next question may be sent meanwhile, so that
   * reading keeps none from its way.
   */
  readonly received?: () => Promise<void>;
}

/** What came of asking. */
export interface Asked {
  readonly answer: Answer<AnyFact>;
  /** An ETag by which the answer can be confirmed later. */
  readonly validator?: string;
  /** How long the server says that the answer stays fresh, in milliseconds. */
  readonly freshFor?: number;
  /** Set where the answer can never change: contents under a digest. */
  readonly forEver?: boolean;
  /** Answers to other questions that came with the same bytes, and have documents of their own as well. */
  readonly also?: readonly {
    readonly question: Question;
    readonly answer: Answer<AnyFact>;
    readonly forEver?: boolean;
    /** It came past all caches, and replaces what is kept, however fresh that is. */
    readonly isNewest?: true;
  }[];
  /** For the log, where the answer is `unknown`: what happened, without a credential. */
  readonly detail?: string;
}
