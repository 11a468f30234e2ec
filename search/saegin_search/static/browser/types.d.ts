/** What the parts of the search in the browser ask of one another. Browsers do not load this file. */

/** A term with its place: UTF-16 offsets in the analysed text (end exclusive), position among terms. */
export interface Token {
  term: string;
  start: number;
  end: number;
  position: number;
}

/** Cuts text as the indexer does, as nearly as the blog's own morphemes allow. */
export interface Analyzer {
  analyze(text: string): Token[];
  /** What the dictionary says a single eojeol is; "" for several words, a particle at its end, or nothing known. */
  wordClass(word: string): 'noun' | 'predicate' | '';
}

/**
 * The files of an export, asked for synchronously. What is not there yet is noted, so that `answered` (rounds.js) can
 * fetch it and have the question asked again.
 */
export interface Files {
  /** What `decode` makes of a file, made once; throws `Missing` while the file is not there. */
  get<T>(name: string, decode: (bytes: Uint8Array) => T): T;
  /** The same, but undefined while the file is not there: the question goes on, to find out what else it needs. */
  hope<T>(name: string, decode: (bytes: Uint8Array) => T): T | undefined;
  /** Notes a file that is going to be asked for. */
  want(name: string): void;
  /** A module that few queries need; throws `Missing` while it is not there. */
  module<T>(name: string, load: () => Promise<T>): T;
}

/** "" for morphemes, or a channel of CHANNELS in tables/ranking.js. */
export type Channel = string;

/** The documents that have a term, in one channel, ascending. All arrays are as long as `documents`. */
export interface Posting {
  documents: Uint32Array;
  /** BM25F's frequency: over all fields, what each occurrence counts by its field and the field's length. */
  frequencies: Float64Array;
  /** Documents with the term in the title, and its frequency as if the title were all there is. */
  titles: { documents: Uint32Array; frequencies: Float64Array };
}

export interface Postings {
  /** `NOTHING` for a term that no post has. */
  term(channel: Channel, term: string): Posting;
  /** Notes the file of a word whose postings are going to be asked for. */
  want(word: string): void;
  /** Notes the file of a morpheme whose places are going to be asked for. */
  wantPlaces(term: string): void;
  /**
   * Where a morpheme stands, ascending: (document * FIELDS + field) * 2 ** 20 + position, as `place` in postings.js.
   * Terms that follow one another in one field have neighbouring numbers.
   */
  places(term: string): Float64Array;
}

/** A word of the blog. `flags` as NAME, MORPHEME, LATIN, NOUN and PREDICATE in tables/lexicon.js. */
export interface LexiconWord {
  word: string;
  /** In how many posts it stands, by the channel that has it in most. */
  frequency: number;
  flags: number;
}

export interface Lexicon {
  /** A word as it is written, undefined when the blog does not have it. */
  find(word: string): LexiconWord | undefined;
  /** Words that are likely no mistakes (named, or in several posts), from `first` on and before `last`, by code points. */
  likely(first: string, last: string): LexiconWord[];
  /** All words of such a range, in files that posting lists are in, too: for short ranges. */
  between(first: string, last: string): LexiconWord[];
  /** All likely words. */
  allLikely(): LexiconWord[];
  /** Words of the other script that share a sound key with a word; only those that may be loanwords. */
  soundingLike(word: string, soundKeys: (word: string) => Set<string>): LexiconWord[];
  /**
   * The same word in the other script, as the indexer found out: [word, weight], best first. Undefined for a word
   * that is neither in the blog nor in the list of loanwords.
   */
  otherScript(word: string): [string, number][] | undefined;
}

/** What a post is called by; kinds as in tables/names.js: TITLE, TAG, HEADING. */
export interface Name {
  text: string;
  kind: number;
  documents: number[];
  /** Of a title, among those beginning with a letter: the address of its post. */
  url: string;
}

export interface Names {
  /** All names, as `Names` of the indexer orders them. */
  all(): Name[];
  /** Tags and titles from one of whose words on, spaces and punctuation aside, they are from `first` to before `last`. */
  beginning(first: string, last: string): Name[];
}

/** A post as it is shown. Offsets are UTF-16. */
export interface Post {
  path: string;
  url: string;
  title: string;
  /** ISO 8601 */
  date: string | null;
  tags: string[];
  author: string;
  description: string;
  text: string;
  sections: { heading: string; anchor: string; start: number; body: number }[];
  /** Code blocks. */
  code: [number, number][];
  /** The ranges at which a term stands, ascending. */
  spans(term: string): [number, number][];
}

/** By what a member is known by (its words' names, or their stems, a line each), the other members of its groups; `longest` is the most words of a member. */
export interface Synonyms {
  others: Map<string, string[]>;
  longest: number;
}

/**
 * One export. Documents are numbered from 0: first those without a date, then from the oldest to the newest; of those of
 * one moment, the last path comes first. So the higher number comes first where posts are equally good.
 */
export interface Index {
  files: Files;
  size: number;
  /** Per document, days since 1970 by the wall clock; NO_DAY of index.js where there is no date. */
  days: Int32Array;
  /** Per document a number that grows with its date: 0 without one, equal for posts of one moment. */
  moments: Uint32Array;
  /** By how often they are used; `documents` ascending. Tags that differ only by case, width or spacing are one. */
  tags: { name: string; documents: Uint32Array }[];
  /** Folded names of authors with their documents. */
  authors: Map<string, Uint32Array>;
  postings: Postings;
  lexicon: Lexicon;
  names: Names;
  analyzer: Analyzer;
  /** Groups of words that stand for one another: the owner's, and the paraphrases of everyday Korean. */
  synonyms: Synonyms;
  paraphrases: Synonyms;
  /** All tags; `tags` has the commonest ones. */
  allTags(): Index['tags'];
  post(document: number): Post;
  /** The same, undefined while the post is not there. */
  hopedPost(document: number): Post | undefined;
}
