/** What the widget asks of whatever does the searching, and what it gets. Browsers do not load this file. */

import type { Texts } from './texts.js';

/**
 * Anything with these two methods will do: the API of `saegin serve` (http-backend.js), or an index that the browser
 * reads itself. A promise that is rejected should be so with a `SearchError`.
 */
export interface Backend {
  search(request: SearchRequest, signal: AbortSignal): Promise<Results>;
  suggest(prefix: string, signal: AbortSignal): Promise<Suggestion[]>;
}

/**
 * Why there is no answer: `offline` (nobody could be asked), `refused` (the query has no meaning; `message` says why),
 * `busy` (ask again later), `failed` (all else).
 */
export interface SearchError {
  kind: 'offline' | 'refused' | 'busy' | 'failed';
  message: string;
}

/** What the reader asked for; every part of it is in the page's address. */
export interface Query {
  q: string;
  tags: string[];
  /** The first day, ISO 8601, or "". */
  after: string;
  /** The day after the last one, ISO 8601, or "". */
  before: string;
  sort: 'relevance' | 'newest' | 'oldest';
  /** Only the words as typed. */
  exact: boolean;
}

export interface SearchRequest extends Query {
  limit: number;
  offset: number;
}

export interface Results {
  query: string;
  total: number;
  interpretations: Interpretation[];
  hits: Hit[];
  facets: { tags: Facet[]; years: Facet[] };
}

export interface Hit {
  path: string;
  url: string;
  title: string;
  date: string | null;
  tags: string[];
  snippets: Snippet[];
  sections: Section[];
}

export interface Snippet {
  text: string;
  marks: Range[];
}

/** From a character to the one after the last; characters are code points, not UTF-16 units. */
export type Range = [number, number];

export interface Section {
  heading: string;
  anchor: string;
  url: string;
}

export interface Facet {
  value: string;
  count: number;
}

/** How a query was understood beyond its letters. */
export interface Interpretation {
  kind: string;
  text: string;
  applied: boolean;
  from: string;
  to: string;
}

export interface Suggestion {
  text: string;
  kind: 'title' | 'tag' | 'term';
  count: number;
  path: string;
  url: string;
}

/** Another query than the one there is, in these parts. */
export type Change = (change: Partial<Query>) => void;

/** What the widget draws, each thing a function from what it shows and what a click does. */
export interface Views {
  hit(hit: Hit, words: string[], texts: Texts, onTag: (tag: string) => void): Node;
  facets(facets: Results['facets'], query: Query, texts: Texts, narrow: Change): Node[];
  applied(query: Query, texts: Texts, narrow: Change): Node[];
  notes(results: Results, query: Query, texts: Texts, choose: Change): Node[];
  nothing(query: Query, texts: Texts): Node;
  error(error: SearchError, texts: Texts, retry: () => void): Node;
  idle(recent: string[], texts: Texts, does: (what: 'search' | 'forget' | 'forgetAll', query: string) => void): Node;
}
