import { countFacets } from './facets.js';
import { and, any, count, everything, not, nothing, or, passing, withPhrase, withWord } from './matching.js';
import { isEmpty, isFiltered, parseQuery, readable, refused, withOptions } from './query.js';
import { rarity, score, want } from './ranking.js';
import { fill } from './slots.js';
import { snippets } from './snippets.js';
import { suggest } from './suggestions.js';
import { respacedPhrase } from './understanding/interpreter.js';
import { applied, filled } from './understanding/notes.js';
import { phraseGroups, splitWords } from './words.js';
import {
  BELOW_EXACT,
  NEARLY_ALL_WORDS,
  NEARLY_COMPLETE,
  OF_THE_YEAR,
  RELEVANT,
  SAYS_LITTLE,
  SOME_WORDS,
  TAGS,
  TAGS_OFFERED,
  WITHOUT_FILTERS,
} from './tables/engine.js';

/** @import { Hit, Interpretation, Results, SearchRequest } from '../../widget/types.js' */
/** @import { Index } from './types.js' */
/** @import { Mask } from './matching.js' */
/** @import { Filters, Query } from './query.js' */
/** @import { Scores } from './ranking.js' */
/** @import { Slot } from './slots.js' */
/** @import { Wanted } from './snippets.js' */
/** @import { Word } from './words.js' */

/**
 * Which documents answer a query, how well, which words to show, and how the query was understood.
 *
 * @typedef {{ found: Mask, scores: Scores, wanted: Wanted[], interpretations: Interpretation[] }} Answer
 */

/** Answers queries from one export; the same query always gets the same answer. */
export class Engine {
  /** @param {Index} index */
  constructor(index) {
    this.index = index;
  }

  /** @param {SearchRequest} request @returns {Results} */
  search(request) {
    const { index } = this;
    const query = withOptions(parseQuery(request.q), request);
    if (isEmpty(query)) throw refused('nothing to search for: give some words, or a filter such as tag:파이썬');
    const answer = answerTo(query, index, request.exact);
    const { offset, limit, sort } = request;
    const shown = ordered(answer, sort, index).slice(offset, offset + limit);
    // All of a page are fetched at once.
    for (const document of shown) index.hopedPost(document);
    return {
      query: readable(request.q),
      total: count(answer.found),
      interpretations: answer.interpretations,
      hits: shown.map((document) => hit(document, answer, index)),
      facets: countFacets(answer.found, index),
    };
  }

  /** What a query that begins with `prefix` may become. @param {string} prefix @param {number} limit */
  suggest(prefix, limit) {
    return suggest(prefix, limit, this.index);
  }
}

/** @param {Query} typed @param {Index} index @param {boolean} exact @returns {Answer} */
function answerTo(typed, index, exact) {
  want(textsOf(typed).join('\n'), index);
  const { query, notes } = exact ? { query: typed, notes: [] } : respaced(typed, index);
  const words = splitWords(query.words, index.analyzer);
  const slots = fill(words, index, exact);
  const { scores, years } = scored(query, slots, index, exact);
  const allowed = allowedBy(query, index);
  const wanted = wantedOf(
    [...slots.flatMap(({ shown }) => shown), ...splitWords(query.phrases.join(' '), index.analyzer)],
    index,
  );
  const answer = (/** @type {Mask} */ found, /** @type {Interpretation[]} */ more) => ({
    found,
    scores,
    wanted,
    interpretations: [...notes, ...more],
  });
  if (!words.length) return answer(allowed, any(allowed) ? [] : wayOut(query.filters, nothing(index), index));
  if (slots.some(({ isCorrected }) => isCorrected)) {
    putExactHitsFirst(withAll(slots.map((slot) => slot.asTyped()), index), scores);
  }
  const complete = withAll(slots, index);
  const partial = slots.reduce((some, { found, part }) => or(or(some, found), part), nothing(index));
  const told = slots.filter((slot) => !slot.isYear || years.includes(slot)).flatMap((slot) => slot.notes(allowed));
  const found = and(complete.slice(), allowed);
  if (!any(found)) {
    const some = and(partial.slice(), allowed);
    // One syllable of a word that they have is not what they were looked for by.
    const scoring = some.map((bit, document) => bit & Number(scores[document] > 0));
    if (!any(some)) return answer(some, [...told, ...wayOut(query.filters, partial, index)]);
    return answer(any(scoring) ? scoring : some, [...told, note('some-words', SOME_WORDS)]);
  }
  // Nearly as good as the best of all posts, so that narrowing a query never adds any.
  const enough = NEARLY_COMPLETE * best(scores, partial);
  const near = and(partial.map((bit, document) => bit & Number(scores[document] >= enough)), not(complete));
  and(near, allowed);
  const counts = { complete: String(count(found)), near: String(count(near)) };
  const nearly = any(near) ? [note('nearly-all-words', filled(NEARLY_ALL_WORDS, counts))] : [];
  return answer(or(found, near), [...told, ...nearly]);
}

/** All that is looked for or ruled out. @param {Query} query */
const textsOf = ({ filters, ...texts }) => Object.values(texts).flat();

/** The query with its phrases spaced as in posts, and what was changed. @param {Query} query @param {Index} index */
function respaced(query, index) {
  /** @type {Interpretation[]} */
  const notes = [];
  const phrases = [...new Set(query.phrases)].map((phrase) => {
    const reading = respacedPhrase(phrase, index);
    if (reading) notes.push(applied(phrase, reading.kind, [reading.text]));
    return reading?.text ?? phrase;
  });
  const excludedPhrases = query.excludedPhrases.map((phrase) => respacedPhrase(phrase, index)?.text ?? phrase);
  return { query: { ...query, phrases, excludedPhrases }, notes };
}

/** The score of every document, and the slots that name a year of which relevant posts are. */
function scored(
  /** @type {Query} */ query,
  /** @type {Slot[]} */ slots,
  /** @type {Index} */ index,
  /** @type {boolean} */ exact,
) {
  const isRead = slots.some((slot) => slot.isReplaced || slot.isYear);
  const typed = isRead ? slots.flatMap((slot) => (slot.isReplaced ? [] : [slot.rankedText])) : [query.words];
  const scores = score([...typed, ...query.phrases, ...query.titles].join(' ').trim(), index);
  for (const slot of slots) if (slot.readings.length) slot.addGain(scores, index);
  const last = slots[slots.length - 1];
  if (!exact && slots.length > 1 && last.namesThePost) addTo(scores, -SAYS_LITTLE, score(last.text, index));
  const years = slots.filter((slot) => {
    if (!slot.isYear) return false;
    const rest = addTo(scores.slice(), -1, score(slot.rankedText, index));
    const most = rest.reduce((one, other) => Math.max(one, other), -Infinity);
    const ofTheYear = slot.found.map((bit, document) => bit & Number(rest[document] > RELEVANT * most));
    ofTheYear.forEach((bit, document) => (scores[document] += bit * OF_THE_YEAR * most));
    return any(ofTheYear);
  });
  return { scores, years };
}

/** @param {Scores} scores @param {number} times @param {Scores} others */
function addTo(scores, times, others) {
  for (let i = 0; i < scores.length; i += 1) scores[i] += times * others[i];
  return scores;
}

/** @param {Scores} scores @param {Mask} mask */
const best = (scores, mask) => scores.reduce((most, each, i) => (mask[i] ? Math.max(most, each) : most), -Infinity);

/** Documents that fill every slot. Words that carry no meaning narrow nothing, unless there are no others. */
function withAll(/** @type {Slot[]} */ slots, /** @type {Index} */ index) {
  const meaningful = slots.filter(({ isMeaningful }) => isMeaningful);
  return (meaningful.length ? meaningful : slots).reduce((all, { found }) => and(all, found), everything(index));
}

/** Lets no post that was found by a correction alone come before one that has the words as they were typed. */
function putExactHitsFirst(/** @type {Mask} */ exact, /** @type {Scores} */ scores) {
  const least = scores.reduce((least, each, i) => (exact[i] ? Math.min(least, each) : least), Infinity);
  for (let i = 0; i < scores.length; i += 1) if (!exact[i]) scores[i] = Math.min(scores[i], BELOW_EXACT * least);
}

/** Documents that pass everything but the free words. @param {Query} query @param {Index} index */
function allowedBy(query, index) {
  const { analyzer } = index;
  const phrase = (/** @type {string} */ text) => withPhrase(phraseGroups(text, analyzer), text, index);
  const allowed = passing(query.filters, index);
  for (const text of query.phrases) and(allowed, phrase(text));
  for (const text of query.excludedPhrases) and(allowed, not(phrase(text)));
  const words = (/** @type {string[]} */ texts) => texts.flatMap((text) => splitWords(text, analyzer));
  for (const word of words(query.titles)) and(allowed, withWord(word, index, true));
  for (const word of words([query.excludedTitles.join(' ')])) and(allowed, not(withWord(word, index, true)));
  for (const word of words([query.excluded.join(' ')])) and(allowed, not(withWord(word, index)));
  return allowed;
}

/** What to do about a query that finds nothing: fewer filters, or else what the blog is about. */
function wayOut(/** @type {Filters} */ filters, /** @type {Mask} */ found, /** @type {Index} */ index) {
  if (isFiltered(filters) && any(found)) {
    return [{ ...note('without-filters', filled(WITHOUT_FILTERS, { count: String(count(found)) })), applied: false }];
  }
  const facets = countFacets(everything(index), index);
  const tags = facets.tags.slice(0, TAGS_OFFERED).map(({ value }) => value).join(', ');
  return tags ? [{ ...note('tags', filled(TAGS, { tags })), applied: false, to: tags }] : [];
}

/** @param {string} kind @param {string} text @returns {Interpretation} */
const note = (kind, text) => ({ kind, text, applied: true, from: '', to: '' });

/** What snippets should show: each word once, the rarer the better. @param {Word[]} words @param {Index} index */
function wantedOf(words, index) {
  /** @type {Map<string, Wanted>} */
  const wanted = new Map();
  for (const { units, stem, names } of words) {
    if (units.length) wanted.set(JSON.stringify(units), { units, stem, weight: rarity(names, index) || 1 });
  }
  return [...wanted.values()];
}

/** The documents found, best first; equal ones by date, then by path, so that answers never depend on chance. */
function ordered(
  /** @type {Answer} */ { found, scores },
  /** @type {SearchRequest['sort']} */ sort,
  /** @type {Index} */ index,
) {
  const { moments } = index;
  /** @param {number} one @param {number} other */
  const byScore = (one, other) => scores[other] - scores[one] || other - one;
  /** Without a date last, either way. @param {number} document */
  const age = (document) => (sort === 'oldest' ? moments[document] || Infinity : -moments[document]);
  const documents = Array.from(found.keys()).filter((document) => found[document]);
  if (sort === 'relevance') return documents.sort(byScore);
  return documents.sort((one, other) => (age(one) === age(other) ? byScore(one, other) : age(one) - age(other)));
}

/** @param {number} document @param {Answer} answer @param {Index} index @returns {Hit} */
function hit(document, { wanted }, index) {
  const post = index.post(document);
  const { path, url, title, date, tags } = post;
  const shown = snippets(post, wanted);
  const sections = shown.sections.map(({ heading, anchor }) => ({ heading, anchor, url: `${url}#${anchor}` }));
  return { path, url, title, date, tags, snippets: shown.snippets, sections };
}
