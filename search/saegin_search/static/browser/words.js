import { stripJosa } from './korean/josa.js';

/** @import { Analyzer, Token } from './types.js' */

/**
 * A part of a word that is there or is not: by one of its names, or by its members next to one another. 데이터베이스 is one
 * unit, its members are 데이터 and 베이스: pairs of step (from the unit's position) and term.
 * @typedef {{names: string[], members: [step: number, term: string][]}} Unit
 */
/**
 * One word as typed. `stem` is it without josa, judged by spelling; `names` are those of its units, in order. A word
 * without units carries no meaning of its own (하는, 것을).
 * @typedef {{surface: string, stem: string, units: Unit[], names: string[]}} Word
 */
/**
 * Terms by position, steps counted from the first: any of a group's terms will do there.
 * @typedef {[step: number, terms: string[]][]} Groups
 */

const EDGES = /^[^\p{L}\p{N}_]+|[^\p{L}\p{N}_]+$/gu;

/** The words of free text; it is analysed whole, as words alone would be cut differently. */
export function splitWords(/** @type {string} */ text, /** @type {Analyzer} */ analyzer) {
  const tokens = analyzer.analyze(text);
  let following = 0;
  return [...text.matchAll(/\S+/g)].map(({ 0: typed, index }) => {
    const first = following;
    while (following < tokens.length && tokens[following].start < index + typed.length) following += 1;
    const surface = typed.replace(EDGES, '') || typed;
    const units = unitsOf(tokens.slice(first, following));
    return { surface, stem: stripJosa(surface.toLowerCase()), units, names: units.flatMap(({ names }) => names) };
  });
}

/** The terms of a phrase. @param {string} text @param {Analyzer} analyzer @returns {Groups} */
export function phraseGroups(text, analyzer) {
  /** @type {Map<number, Set<string>>} */
  const byPosition = new Map();
  for (const { term, position } of analyzer.analyze(text)) {
    byPosition.set(position, (byPosition.get(position) ?? new Set()).add(term));
  }
  const groups = [...byPosition].sort(([one], [other]) => one - other);
  return groups.map(([position, terms]) => [position - groups[0][0], [...terms]]);
}

/** @param {Token[]} tokens */
function unitsOf(tokens) {
  /** @type {Unit[]} */
  const units = [];
  /** @type {Token | undefined} */
  let whole;
  for (const token of tokens) {
    const unit = units[units.length - 1];
    if (!whole || token.start >= whole.end) {
      whole = token;
      units.push({ names: [token.term], members: [] });
    } else if (token.start === whole.start && token.end === whole.end) unit.names.push(token.term);
    else unit.members.push([token.position - whole.position, token.term]);
  }
  return units;
}
