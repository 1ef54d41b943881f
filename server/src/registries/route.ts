import type { Ignorance } from '../model/answer.ts';
import type { Ownership } from '../model/ownership.ts';
import type { Question } from '../model/question.ts';
import type { Settings } from '../settings.ts';

/**
 * Where a name is asked, and as whom. This is decided once, by the {@link Router} of a workspace folder, before any
 * question leaves the process.
 */
export interface Route {
  /** The base address, absolute, http or https, without a trailing slash or user information. */
  readonly base: string;
  /**
   * Tells apart what different users may see: empty for anonymous, else a hash that says nothing of the secret. Part of
   * the key under which answers are kept.
   */
  readonly identity: string;
  /** An image's path at this address, where the user's configuration keeps it under another one than its name says. */
  readonly repository?: string;
  /** Asked before this address, in this order: what one of them knows counts, and what none knows is asked here. */
  readonly mirrors?: readonly Route[];
  /** Of a mirror: whatever goes wrong there, the next one is asked, and not only where it does not know a name. */
  readonly nextIfFailing?: true;
  /**
   * What is not here is looked for elsewhere by the client, where nobody is asked from here; `elsewhere`: so often that
   * its absence here says nothing.
   */
  readonly goesOn?: true | 'elsewhere';
  /** Asked together with this address, as one registry: what any of them has is there. */
  readonly beside?: readonly Route[];
  /** The user's own configuration lets this https address be asked by plain http, where nothing there speaks https. */
  readonly plainHttpToo?: true;
  /**
   * Hosts of token services, with or without a port, that may get the login although their names do not tell; the
   * user's word.
   */
  readonly tokenServices?: readonly string[];
  /** Set where this is the address that everybody uses by default, so that its public website shows the same names. */
  readonly wellKnown?: true;
  /** The public key by which what comes from here is signed, in words of its protocol; absent: nothing is. */
  readonly signedBy?: string;
  /** Set where it stands in for no other address: what is asked here is not what everybody asks by default. */
  readonly isItself?: true;
  /** The credentials, looked up when first needed. Never rejects: a helper that fails is `broken`. */
  login(): Promise<Login>;
}

/** What is sent to a registry to be let in. Secrets: never logged, never written down. */
export type Login =
  /**
   * `withheld`: a credential is configured but must not or cannot be used, so a 404 may mean that something is hidden.
   */
  | { readonly is: 'anonymous'; readonly withheld?: true }
  | { readonly is: 'basic'; readonly user: string; readonly password: string }
  /** Sent as it is: npm's `_authToken`, docker's `registrytoken`. */
  | { readonly is: 'bearer'; readonly token: string }
  /** An OAuth 2 refresh token, exchanged at the registry's token endpoint. */
  | { readonly is: 'identity'; readonly token: string }
  /** The user named a credential helper, and it did not answer; asking as nobody would mistake private for missing. */
  | { readonly is: 'broken'; readonly detail: string };

/** Why a question stays inside; `offline` still shows what is kept. */
export type Routing =
  | { readonly open: true; readonly route: Route }
  | { readonly open: false; readonly why: Ignorance; readonly route?: Route };

/**
 * Chooses the route of each question by the settings and the user's own tools. Synchronous, so that peeking never
 * waits.
 */
export type Router = (question: Question) => Routing;

/** What routes are chosen by: the settings, and the files and variables of the user's own tools. */
export interface RoutingWorld {
  /** The workspace folder, an absolute path. Its files may choose a registry, never a credential. */
  readonly root?: string;
  /** The user's home folder, an absolute path; absent where there is none that is the user's. */
  readonly home?: string;
  /** What of the machine is the folder's, and so never the user's own word. */
  readonly ownership: Ownership;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly settings: Settings;
  readonly log: (line: string) => void;
  /** Where the machine's own configuration lies; absent: `/etc`, and nowhere on Windows. */
  readonly systemFolder?: string;
  /** Makes a {@link Route.identity} of a credential: the same for equal ones, and telling nothing of them. */
  readonly fingerprint: (credential: unknown) => string;
}

/**
 * Reads what one ecosystem's own client would read, once, and returns its router. Never rejects: what is broken is
 * logged.
 */
export type LoadRoutes = (world: RoutingWorld) => Promise<Router>;

/**
 * Where an answer comes from, and so whose answer it is: another path there, or a mirror before it, may say something
 * else. What the client would do next is part of what is said of a name that is not there.
 */
export function originOf({ base, identity, repository, mirrors, beside, goesOn }: Route): string {
  const one = repository === undefined ? `${base} ${identity}` : `${base} ${identity} ${repository}`;
  const place = beside === undefined ? one : [one, ...beside.map(originOf)].join(' + ');
  const whole = mirrors === undefined ? place : [...mirrors.map(originOf), place].join(' ');
  return goesOn === undefined ? whole : `${whole} then ${goesOn}`;
}
