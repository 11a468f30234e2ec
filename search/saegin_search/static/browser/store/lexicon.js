import { KNOWN, LATIN, SOUND_FILES } from '../tables/lexicon.js';
import { sections, varints, words } from './columns.js';
import { wordAt } from './postings.js';

/** @import { LexiconWord } from '../types.js' */
/** @import { Files } from './files.js' */
/** @import { Parts } from './parts.js' */
/** @import { WordFiles } from './postings.js' */

/** The words of the blog, for understanding queries. */
export class Lexicon {
  /** @param {Files} files @param {Parts} parts @param {WordFiles} wordFiles */
  constructor(files, parts, wordFiles) {
    this.files = files;
    this.parts = parts;
    this.wordFiles = wordFiles;
  }

  /** @param {string} word @returns {LexiconWord | undefined} */
  find(word) {
    const { shard, row } = this.wordFiles.find(word);
    return row !== undefined && shard.flags[row] & KNOWN ? wordAt(shard, word, row) : undefined;
  }

  /** @param {string} word @returns {[string, number][] | undefined} */
  otherScript(word) {
    const { shard, row } = this.wordFiles.find(word);
    if (row === undefined) return undefined;
    return shard.others.get(row) ?? (shard.flags[row] & KNOWN ? [] : undefined);
  }

  /** @param {string} first @param {string} last @returns {LexiconWord[]} */
  likely(first, last) {
    const found = this.#read(this.parts.filesBetween('likely', first, last));
    return found.filter(({ word }) => first <= word && word < last);
  }

  /** @param {string} first @param {string} last @returns {LexiconWord[]} */
  between(first, last) {
    return this.wordFiles.between(first, last).filter(({ flags }) => flags & KNOWN);
  }

  /** @returns {LexiconWord[]} */
  allLikely() {
    return (this.#allLikely ??= this.#read(this.parts.all('likely')));
  }

  /** @type {LexiconWord[] | undefined} */ #allLikely;

  /**
   * @param {string} word
   * @param {(word: string) => Set<string>} soundKeys
   * @returns {LexiconWord[]}
   */
  soundingLike(word, soundKeys) {
    const keys = soundKeys(word);
    const isLatin = /^[\0-\x7f]*$/.test(word);
    const numbers = new Set([...keys].map((key) => Math.floor((crc32(key) / 2 ** 32) * SOUND_FILES)));
    return this.#read([...numbers].map((number) => `sounding/${number}`)).filter(
      (other, place, all) =>
        !(other.flags & LATIN) === isLatin &&
        all.findIndex((each) => each.word === other.word) === place &&
        [...soundKeys(other.word)].some((key) => keys.has(key)),
    );
  }

  /** The words of several files, asked for all at once. @param {string[]} names */
  #read(names) {
    for (const name of names) this.files.hope(name, plainWords);
    return names.flatMap((name) => this.files.get(name, plainWords));
  }
}

/** @param {Uint8Array} bytes @returns {LexiconWord[]} */
function plainWords(bytes) {
  const [shared, rests, flagsOf, frequenciesOf] = sections(bytes);
  const flags = varints(flagsOf);
  const frequencies = varints(frequenciesOf);
  return words(shared, rests).map((word, row) => ({ word, frequency: frequencies[row], flags: flags[row] }));
}

/** As zlib computes it. @param {string} key in ASCII */
function crc32(key) {
  let crc = -1;
  for (const letter of key) {
    crc ^= letter.charCodeAt(0);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ -1) >>> 0;
}
