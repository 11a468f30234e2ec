import { lastUpTo, lines, sections } from './columns.js';

/** @import { Files } from './files.js' */

const HASH = 4;

/** A page of a directory. @typedef {{ hashes: Uint8Array, firstWords: string[] }} Page */

/** Which files an export has, by its parts; directory.py tells how they are listed. */
export class Parts {
  /**
   * @param {Files} files
   * @param {number} size files to a page
   * @param {Map<string, Page[]>} pages by part; the pages of long directories are a part themselves, `pages/NAME`
   * @param {Record<string, string>} loose files that belong to no part
   */
  constructor(files, size, pages, loose) {
    this.files = files;
    this.size = size;
    this.pages = pages;
    this.loose = loose;
  }

  /** The path of a file; throws Missing while the directory is not there. @param {string} name such as `posts/12` */
  locate(name) {
    if (name in this.loose) return this.loose[name];
    const end = name.lastIndexOf('/');
    const [part, number] = [name.slice(0, end), Number(name.slice(end + 1))];
    const { hashes } = this.#page(part, Math.floor(number / this.size));
    const place = (number % this.size) * HASH;
    const hash = Array.from(hashes.subarray(place, place + HASH), (byte) => byte.toString(16).padStart(2, '0'));
    return `${part}/${number}-${hash.join('')}.bin`;
  }

  /** The file that has a word, if any has. @param {string} part @param {string} word */
  fileOf(part, word) {
    return `${part}/${this.#numberOf(part, word)}`;
  }

  /** The files that have the words from one to before another. @param {string} part @param {string} first @param {string} last */
  filesBetween(part, first, last) {
    const start = this.#numberOf(part, first);
    const end = this.#numberOf(part, last);
    return Array.from({ length: end - start + 1 }, (_, number) => `${part}/${start + number}`);
  }

  /** All files of a part. @param {string} part */
  all(part) {
    const pages = this.pages.get(part) ?? [];
    const count = pages.reduce((sum, { hashes }) => sum + hashes.length / HASH, 0);
    return Array.from({ length: count }, (_, number) => `${part}/${number}`);
  }

  /** @param {string} part @param {string} word */
  #numberOf(part, word) {
    const root = this.pages.get(part)?.map(({ firstWords }) => firstWords[0]) ?? this.#root(part).firstWords;
    const page = lastUpTo(root, word);
    return page * this.size + lastUpTo(this.#page(part, page).firstWords, word);
  }

  /** @param {string} part @param {number} number @returns {Page} */
  #page(part, number) {
    return this.pages.get(part)?.[number] ?? this.files.get(`pages/${part}/${number}`, page);
  }

  /** @param {string} part */
  #root(part) {
    return /** @type {Page[]} */ (this.pages.get(`pages/${part}`))[0];
  }
}

/** @param {Uint8Array} bytes @returns {Page} */
export function page(bytes) {
  const [hashes, firstWords] = sections(bytes);
  return { hashes, firstWords: lines(firstWords) };
}
