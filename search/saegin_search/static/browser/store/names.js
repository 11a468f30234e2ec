import { LONGEST_KEY } from '../tables/beginnings.js';
import { lines, offsets, sections, text, varints } from './columns.js';

/** @import { Name } from '../types.js' */
/** @import { Files } from './files.js' */
/** @import { Parts } from './parts.js' */

/** What posts are called by. */
export class Names {
  /** @param {Files} files @param {Parts} parts */
  constructor(files, parts) {
    this.files = files;
    this.parts = parts;
  }

  /** @returns {Name[]} */
  all() {
    return this.files.get('names', names);
  }

  /** @param {string} first @param {string} last @returns {Name[]} */
  beginning(first, last) {
    // What comes after so many letters moves no name elsewhere.
    const from = first.slice(0, LONGEST_KEY);
    const wanted = this.parts.filesBetween('beginning', from, from < first ? `${from}\u{10ffff}` : last);
    for (const name of wanted) this.files.want(name);
    const found = wanted.flatMap((name) => this.files.get(name, names));
    // A name of several words may be in several files.
    return [...new Map(found.map((name) => [`${name.kind} ${name.documents[0]} ${name.text}`, name])).values()];
  }
}

/** @param {Uint8Array} bytes @returns {Name[]} */
function names(bytes) {
  const [texts, kinds, counts, documents, urls] = sections(bytes);
  const starts = offsets(varints(counts));
  const all = varints(documents);
  const url = urls ? text(urls).split('\n') : [];
  return lines(texts).map((name, number) => ({
    text: name,
    kind: kinds[number],
    documents: [...all.subarray(starts[number], starts[number + 1])],
    url: url[number] ?? '',
  }));
}
