import { createAnalyzer } from '../korean/analyzer.js';
import { LIKELY, NOUN, PREDICATE } from '../tables/lexicon.js';
import { CHANNELS } from '../tables/ranking.js';
import { synonyms } from '../understanding/synonyms.js';
import { ascending, documentLists, lines, sections, steps, text } from './columns.js';
import { Lexicon } from './lexicon.js';
import { Names } from './names.js';
import { Parts, page } from './parts.js';
import { post } from './posts.js';
import { WordFiles } from './postings.js';

/** @import { Index } from '../types.js' */
/** @import { Files } from './files.js' */

/** A day before all others. */
export const NO_DAY = -(2 ** 31);

/**
 * Opens an export by its catalog.
 *
 * @param {Files} files
 * @param {Uint8Array} bytes
 * @returns {Index}
 */
export function openIndex(files, bytes) {
  const [encoded, ...columns] = sections(bytes);
  const head = JSON.parse(text(encoded));
  const [daysOf, sameMoment, tagNames, tagSizes, tagged, authorNames, authorSizes, authored, ...more] = columns;
  const [levels, ...channels] = more.splice(0, Object.keys(CHANNELS).length);
  const documentLevels = [levels, ...channels.map((each) => each.map((level, document) => level + levels[document]))];
  for (const name of head.inline) files.put(name, /** @type {Uint8Array} */ (more.shift()));
  const pages = new Map(
    Object.entries(head.parts).map(([name, count]) => [name, more.splice(0, Number(count)).map(page)]),
  );
  const parts = new Parts(files, head.page, pages, head.loose);
  files.locate = (name) => parts.locate(name);

  const wordFiles = new WordFiles(files, parts, documentLevels);
  const lexicon = new Lexicon(files, parts, wordFiles);
  const tags = named([tagNames, tagSizes, tagged]);
  return {
    files,
    size: head.documents,
    days: days(head, steps(daysOf)),
    moments: moments(head, steps(sameMoment)),
    tags,
    allTags: () => [...tags, ...files.get('tags', (rare) => named(sections(rare)))],
    authors: new Map(named([authorNames, authorSizes, authored]).map(({ name, documents }) => [name, documents])),
    postings: wordFiles,
    lexicon,
    names: new Names(files, parts),
    analyzer: createAnalyzer(files, (word) => {
      const flags = lexicon.find(word)?.flags ?? 0;
      if (!(flags & LIKELY)) return undefined;
      return flags & NOUN ? 'noun' : flags & PREDICATE ? 'predicate' : '';
    }),
    synonyms: synonyms(head.synonyms),
    paraphrases: synonyms(head.paraphrases),
    post: (document) => files.get(`posts/${document}`, post),
    hopedPost: (document) => files.hope(`posts/${document}`, post),
  };
}

/** Names with the documents that bear them. @param {Uint8Array[]} columns */
function named([names, sizes, documents]) {
  const lists = documentLists(sizes, documents);
  return lines(names).map((name, number) => ({ name, documents: lists[number] }));
}

/** @typedef {{ documents: number, undated: number, firstDay: number }} Dates */

/** @param {Dates} dates @param {Uint32Array} since */
function days({ documents, undated, firstDay }, since) {
  const found = new Int32Array(documents).fill(NO_DAY);
  since.forEach((day, number) => (found[undated + number] = firstDay + day));
  return found;
}

/** @param {Dates} dates @param {Uint32Array} same dated documents of the moment of the one before */
function moments({ documents, undated }, same) {
  const later = new Uint32Array(documents).fill(1);
  later.fill(0, 0, undated);
  for (const number of same) later[undated + number] = 0;
  return ascending(later);
}
