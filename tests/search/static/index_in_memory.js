/** An index as the browser's modules ask for it, all of it in memory and made by Python: no file is ever missing. */

import { readFileSync } from 'node:fs';
import * as choseong from './understanding/choseong.js';
import * as hearing from './understanding/hearing.js';
import * as typos from './understanding/typos.js';
import { synonyms } from './understanding/synonyms.js';
import { LATIN } from './tables/lexicon.js';

/** Thrown where the analyzer would have to know what Python did not tell beforehand. */
export class Unknown extends Error {}

/** @param {string} file */
export function openIndex(file) {
  const told = JSON.parse(readFileSync(file, 'utf-8'));
  const { size, words, names, texts } = told;
  const [others, classes, analyses] = [told.others, told.classes, told.analyses].map((each) => new Map(Object.entries(each)));
  const postings = new Map(Object.entries(told.postings).map(([channel, terms]) => [channel, new Map(Object.entries(terms))]));
  const all = words.map(([word, frequency, flags, isLikely]) => ({ word, frequency, flags, isLikely }));
  const byWord = new Map(all.map((entry) => [entry.word, entry]));
  const likely = all.filter(({ isLikely }) => isLikely);
  const loanwords = new Set(told.loanwords);
  const sounds = new Map();
  const known = (table, word) => {
    if (!table.has(word)) throw new Unknown(word);
    return table.get(word);
  };
  return {
    size,
    files: { module: (name) => ({ choseong, hearing, typos })[name] },
    lexicon: {
      find: (word) => byWord.get(word),
      likely: (first, last) => all.filter(({ word }) => first <= word && word < last),
      between: (first, last) => all.filter(({ word }) => first <= word && word < last),
      allLikely: () => likely,
      soundingLike(word, keys) {
        const wanted = keys(word);
        const isLatin = !/[^\0-\x7f]/.test(word);
        return all.filter((other) => {
          if (other.flags & LATIN ? isLatin : !isLatin || !loanwords.has(other.word)) return false;
          if (!sounds.has(other.word)) sounds.set(other.word, [...keys(other.word)]);
          return sounds.get(other.word).some((key) => wanted.has(key));
        });
      },
      otherScript: (word) => others.get(word) ?? (byWord.has(word) ? [] : undefined),
    },
    postings: {
      want() {},
      term(channel, term) {
        const [documents, frequencies] = postings.get(channel).get(term) ?? [[], []];
        return { documents: Uint32Array.from(documents), frequencies: Float64Array.from(frequencies) };
      },
    },
    names: { all: () => names },
    analyzer: {
      wordClass: (word) => known(classes, word),
      analyze: (text) => known(analyses, text),
    },
    synonyms: synonyms(told.synonyms),
    paraphrases: synonyms(told.paraphrases),
    hopedPost: (document) => ({ text: texts[document] }),
  };
}
