import { toHangul, toLatin } from './korean/keyboard.js';
import { readable } from './query.js';
import { all } from './store/files.js';
import { begun } from './understanding/completion.js';
import { isAscii, together } from './understanding/evidence.js';
import { fixedBeginning, pattern, rangeOfFirst } from './understanding/partial.js';
import { MORPHEME, NAME, NOUN } from './tables/lexicon.js';
import { Kind } from './tables/names.js';
import { FEWEST_POSTS, LIMIT, LONGEST_PREFIX, MOST_TRIED, ORDER, SHORTEST } from './tables/suggestions.js';

/** @import { Suggestion } from '../../widget/types.js' */
/** @import { Index, LexiconWord, Name } from './types.js' */

/** Up to `limit` suggestions, most useful first; none for what is no beginning of anything in the blog. */
export function suggest(/** @type {string} */ prefix, /** @type {number} */ limit, /** @type {Index} */ index) {
  const typed = readable(prefix).toLowerCase().trim().replace(/\s+/g, ' ');
  if ([...typed].length > LONGEST_PREFIX || !/[\p{L}\p{N}]/u.test(typed)) return [];
  for (const form of new Set([typed, toHangul(prefix.trim()), toLatin(typed)])) {
    const found = ofAllKinds(form, limit, index);
    if (found.length) return found;
  }
  return [];
}

/** Tags, words, titles: some of each as far as there are any, and nothing twice. */
function ofAllKinds(/** @type {string} */ typed, /** @type {number} */ limit, /** @type {Index} */ index) {
  const kinds = all(
    () => tags(typed, index),
    () => terms(typed, index).slice(0, limit),
    () => titles(typed, index),
  );
  const share = Math.ceil(limit / kinds.length);
  /** @type {Map<string, Suggestion>} */
  const chosen = new Map();
  for (const suggestions of [...kinds.map((kind) => kind.slice(0, share)), ...kinds.map((kind) => kind.slice(share))]) {
    for (const suggestion of suggestions.slice(0, limit - chosen.size)) {
      const key = suggestion.text.toLowerCase();
      if (!chosen.has(key)) chosen.set(key, suggestion);
    }
  }
  return [...chosen.values()].sort((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
}

/** @param {string} typed @param {Index} index */
const tags = (typed, index) =>
  named(typed, Kind.TAG, (one, other) => other.documents.length - one.documents.length, index).map(
    ({ text, documents }) => suggestion(text, 'tag', documents.length),
  );

/** @param {string} typed @param {Index} index */
const titles = (typed, index) =>
  named(typed, Kind.TITLE, (one, other) => moment(other, index) - moment(one, index), index).map(
    ({ text, url }) => ({ ...suggestion(text, 'title', 1), url }),
  );

/** @param {Name} title @param {Index} index */
const moment = ({ documents }, { moments }) => moments[documents[0]];

/** Names of a kind that begin so, before those with such a word inside. */
function named(
  /** @type {string} */ typed,
  /** @type {number} */ kind,
  /** @type {(one: Name, other: Name) => number} */ byUse,
  /** @type {Index} */ index,
) {
  const letters = lettersOf(latinI(typed));
  const first = fixedBeginning(letters);
  const [from, to] = first ? [first, `${first}\u{10ffff}`] : rangeOfFirst(letters);
  const wanted = new RegExp(`(^|[^\\p{L}\\p{N}_])${pattern(latinI(typed), { unfinished: true })}`, 'iu');
  const matches = index.names.beginning(from, to).flatMap((name) => {
    const match = name.kind === kind && wanted.exec(latinI(name.text));
    if (!match) return [];
    // C# before everything else that begins with a C.
    const rank = 2 * Number(!name.text.toLowerCase().startsWith(typed)) + Number(match.index + match[1].length > 0);
    return [{ name, rank }];
  });
  matches.sort(
    (one, other) =>
      one.rank - other.rank || byUse(one.name, other.name) || (one.name.text < other.name.text ? -1 : 1),
  );
  return matches.slice(0, LIMIT).map(({ name }) => name);
}

/** Turkish letters, which Python's patterns without case take for an i, as one. @param {string} text */
const latinI = (text) => text.replace(/[İı]/g, 'i');

/** @param {string} typed */
const lettersOf = (typed) => typed.replace(/[^\p{L}\p{N}_]/gu, '');

/** @param {string} typed @param {Index} index */
function terms(typed, index) {
  const before = typed.replace(/[^\p{L}\p{N}_#+.]+/gu, ' ').trim().split(' ');
  const last = /** @type {string} */ (before.pop());
  const own = [...begun(last, index)].slice(0, MOST_TRIED);
  // The word itself and one more before the same words in other letters.
  const tried = new Set([...own.slice(0, 2), ...inOtherScript(last, index), ...own.slice(2)]);
  const words = [...tried].slice(0, MOST_TRIED).flatMap((word) => worthSuggesting(word, index));
  const posts = before.length ? beside(before[before.length - 1], words, index) : words;
  return posts.map(({ word, frequency }) => suggestion([...before, word].join(' '), 'term', frequency));
}

/** Those that have a word before them in some post, those first that have it in most; `frequency` counts these. */
function beside(/** @type {string} */ before, /** @type {LexiconWord[]} */ words, /** @type {Index} */ index) {
  for (const { word } of words) index.postings.want(word);
  const bound = words.flatMap(({ word, frequency, flags }) => {
    const shared = together([before, word], index);
    return shared ? [{ word, frequency: shared, flags, share: shared ** 2 / frequency }] : [];
  });
  return bound.sort((one, other) => other.share - one.share);
}

/** What is known of a word that is no rare one. @param {string} word @param {Index} index */
const likely = (word, { lexicon }) => lexicon.likely(word, `${word}\0`)[0];

/** The word if it is a noun or a name, for all that is known. @param {string} word @param {Index} index */
function worthSuggesting(word, index) {
  const known = likely(word, index);
  if (!known || [...word].length < SHORTEST) return [];
  const is = (/** @type {number} */ flag) => (known.flags & flag) > 0;
  const isStem = is(MORPHEME) && !is(NOUN);
  if (!isAscii(word) && (isStem || !(is(NOUN) || is(NAME)))) return [];
  if (known.frequency < FEWEST_POSTS && !is(NAME)) return [];
  // 검색결 is what is left of 검색결과 when 과 is taken for a josa.
  const isCut = !is(MORPHEME) && ((likely(word.slice(0, -1), index)?.flags ?? 0) & MORPHEME) > 0;
  return isCut ? [] : [known];
}

/** Words of the blog whose other spelling begins so: kubernetes for 쿠버. That spelling has to be in the blog, too. */
function inOtherScript(/** @type {string} */ typed, /** @type {Index} */ index) {
  // Without a beginning they are all over the vocabulary.
  if (lettersOf(typed).length < SHORTEST || !fixedBeginning(typed)) return [];
  const forms = [typed, ...begun(typed, index, { all: true })].slice(0, MOST_TRIED);
  for (const form of forms) index.postings.want(form);
  const others = forms.flatMap((form) =>
    (index.lexicon.otherScript(form) ?? []).flatMap(([other]) =>
      isAscii(other) === isAscii(form) ? [] : (likely(other, index) ?? []),
    ),
  );
  others.sort((one, other) => other.frequency - one.frequency || (one.word < other.word ? -1 : 1));
  return others.map(({ word }) => word);
}

/** @param {string} text @param {Suggestion['kind']} kind @param {number} count @returns {Suggestion} */
const suggestion = (text, kind, count) => ({ text, kind, count, path: '', url: '' });
