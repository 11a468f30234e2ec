import { any, asWritten, and, everything, not, nothing, ofYear, or, partOf, withWord } from './matching.js';
import { ceiling, score, want } from './ranking.js';
import { sight } from './understanding/by-need.js';
import { interpret } from './understanding/interpreter.js';
import { applied, doubt } from './understanding/notes.js';
import { isLaughter } from './understanding/partial.js';
import { splitWords } from './words.js';
import { ALIKE, EQUIVALENCES, Kind } from './tables/readings.js';
import { MOST_SHOWN, MOST_TOLD, POSTS } from './tables/slots.js';

/** @import { Index } from './types.js' */
/** @import { Mask } from './matching.js' */
/** @import { Scores } from './ranking.js' */
/** @import { Reading, Understood } from './understanding/readings.js' */
/** @import { Word } from './words.js' */

/**
 * A reading that is searched: the documents that have it, what they score by it, the words to show of it, and what to
 * call it.
 * @typedef {{ reading: Reading, found: Mask, scores: Scores, words: Word[], meanings: string[] }} Applied
 */

/** One word, or several that are read as one. */
export class Slot {
  /**
   * @param {Word[]} words
   * @param {Mask} literal documents with all of the words as typed
   * @param {Mask} part those with any part of them
   * @param {Applied[]} readings what else is searched
   * @param {Understood} [understood]
   */
  constructor(words, literal, part, readings = [], understood) {
    this.words = words;
    this.literal = literal;
    this.part = part;
    this.readings = readings;
    this.understood = understood;
  }

  /** The words as typed. */
  get text() {
    return this.words.map(({ surface }) => surface).join(' ');
  }

  /** What posts are ranked by; of 2012년 the year, as 년 says nothing. */
  get rankedText() {
    return this.isYear ? this.readings[0].reading.text : this.text;
  }

  /** Does it say anything of what is looked for? What does not (하는, 것을) narrows nothing. */
  get isMeaningful() {
    return this.readings.length > 0 || (this.words.some(({ units }) => units.length) && !isLaughter(this.text));
  }

  /** Was something searched that does not mean the same as what was typed? */
  get isCorrected() {
    return this.readings.some(({ reading }) => !EQUIVALENCES.includes(reading.kind));
  }

  /** Does it say what is looked for rather than what that is about: 포도나무를 심은 이야기, 맥북을 샀던 글? */
  get namesThePost() {
    return POSTS.includes(this.words[this.words.length - 1].surface);
  }

  /** Do the readings stand alone, as no post has the words typed? What they share with some is chance. */
  get isReplaced() {
    return this.readings.length > 0 && !any(this.literal);
  }

  /** Documents that fill the slot in any way. */
  get found() {
    return this.readings.reduce((found, each) => or(found, each.found), this.literal.slice());
  }

  /** The words that snippets should show. */
  get shown() {
    return [...this.words, ...this.readings.flatMap(({ words }) => words)];
  }

  /** Is it a year, which posts of that year fill? */
  get isYear() {
    return this.readings.some(({ reading }) => reading.kind === Kind.YEAR);
  }

  /** The slot without readings. */
  asTyped() {
    return new Slot(this.words, this.literal, this.part);
  }

  /** Adds to scores what the readings, of which there must be some, add to the score of the words typed. */
  addGain(/** @type {Scores} */ scores, /** @type {Index} */ index) {
    // What means the same counts the same, whatever channels one spelling has and however rare the other is.
    const most = ceiling(this.isReplaced ? this.readings[0].reading.text : this.text, index);
    const factors = this.readings.map(({ reading: { kind, text, weight } }) =>
      ALIKE.includes(kind) ? (weight * most) / Math.max(ceiling(text, index), 1) : weight,
    );
    const typed = this.isReplaced ? undefined : score(this.text, index);
    for (let document = 0; document < scores.length; document += 1) {
      let best = typed?.[document] ?? 0;
      this.readings.forEach((each, i) => (best = Math.max(best, factors[i] * each.scores[document])));
      scores[document] += best - (typed?.[document] ?? 0);
    }
  }

  /** What to tell of the readings: those by which posts that are `allowed` were found, and doubts. */
  notes(/** @type {Mask} */ allowed) {
    const others = not(this.literal);
    const counting = this.readings.filter(({ found }) => any(and(and(found.slice(), allowed), others)));
    const told = new Set();
    return (this.understood?.readings ?? []).flatMap((reading) => {
      if (!reading.sure) return [doubt(this.text, reading)];
      const alike = counting.filter((each) => each.reading.kind === reading.kind);
      if (!alike.length || told.has(reading.kind)) return [];
      told.add(reading.kind);
      const meanings = alike.flatMap((each) => each.meanings);
      return [applied(this.text, reading.kind, meanings.slice(0, MOST_TOLD))];
    });
  }
}

/** The slots of a query's words, in their order; if `exact`, filled by nothing but the words. */
export function fill(/** @type {Word[]} */ words, /** @type {Index} */ index, /** @type {boolean} */ exact) {
  if (exact) return words.map((word) => new Slot([word], withWord(word, index), withWord(word, index)));
  const understood = interpret(words, index);
  const others = understood.flatMap(({ readings }) => readings.filter(({ sure }) => sure).map(({ text }) => text));
  want(others.join('\n'), index);
  /** @type {Slot[]} */
  const slots = [];
  for (let place = 0; place < words.length;) {
    const read = understood.find(({ first }) => first === place);
    const last = read?.last ?? place + 1;
    slots.push(slot(words.slice(place, last), read, index));
    place = last;
  }
  return slots;
}

/** @param {Word[]} words @param {Understood | undefined} understood @param {Index} index */
function slot(words, understood, index) {
  const readings = understood?.readings.filter(({ sure }) => sure) ?? [];
  const isKnown = understood?.known ?? true;
  // Of a word that is read otherwise, pieces scattered over a post are no sign of it.
  const asTyped = !isKnown && readings.length ? asWritten : withWord;
  const literal = words.reduce((all, word) => and(all, asTyped(word, index)), everything(index));
  // Pieces of a word that the blog does not have are shreds (쿠, 버네, 티스), and stand for nothing.
  const part = words.reduce((some, word) => or(some, (isKnown ? partOf : asTyped)(word, index)), nothing(index));
  const searched = readings.map((reading) => search(reading, any(literal), index));
  const telling = searched.filter(({ found, scores }) => any(found) || scores.some((each) => each !== 0));
  return new Slot(words, literal, part, telling, understood);
}

/** @param {Reading} reading @param {boolean} isLiterallyFound @param {Index} index @returns {Applied} */
function search(reading, isLiterallyFound, index) {
  const { kind, text } = reading;
  if (kind === Kind.CHOSEONG) {
    const { scores, texts } = sight(text, index);
    const words = splitWords(texts.join(' '), index.analyzer).slice(0, MOST_SHOWN);
    return { reading, found: Uint8Array.from(scores, (each) => Number(each > 0)), scores, words, meanings: texts };
  }
  if (kind === Kind.YEAR) {
    const scores = new Float64Array(index.size);
    return { reading, found: ofYear(Number(text), index), scores, words: [], meanings: [`${text}년`] };
  }
  const words = splitWords(text, index.analyzer);
  // Beside words that the blog has, a paraphrase helps to rank posts, and finds none by itself.
  const finds = words.length > 0 && !(isLiterallyFound && kind === Kind.PARAPHRASE);
  const found = finds
    ? words.reduce((all, word) => and(all, withWord(word, index)), everything(index))
    : nothing(index);
  return { reading, found, scores: score(text, index), words, meanings: [text] };
}
