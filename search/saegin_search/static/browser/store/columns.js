/** Numbers and words out of an export's files; columns.py tells how they got there. */

const utf8 = new TextDecoder();

/** @param {Uint8Array} bytes @returns {Uint8Array[]} the columns of a file */
export function sections(bytes) {
  const heads = varints(bytes, 1);
  const sizes = varints(bytes, heads[0] + 1).subarray(1);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let place = bytes.length - total;
  return Array.from(sizes, (size) => bytes.subarray(place, (place += size)));
}

/** @param {Uint8Array} bytes @param {number} most how many to read */
export function varints(bytes, most = Infinity) {
  const values = new Uint32Array(Math.min(bytes.length, most));
  let count = 0;
  for (let place = 0; place < bytes.length && count < most; count++) {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = bytes[place++];
      value += (byte & 127) * unit;
      if (!(byte > 127)) break; // also after the last one, of a file that was cut off
    }
    values[count] = value;
  }
  return values.subarray(0, count);
}

/** Ascending numbers from their differences, in place. @param {Uint32Array} differences */
export function ascending(differences) {
  for (let place = 1; place < differences.length; place++) differences[place] += differences[place - 1];
  return differences;
}

/** @param {Uint8Array} bytes */
export const steps = (bytes) => ascending(varints(bytes));

/** Where parts of these sizes begin when joined, and where the last ends. @param {Uint32Array} sizes */
export function offsets(sizes) {
  const starts = new Uint32Array(sizes.length + 1);
  for (let place = 0; place < sizes.length; place++) starts[place + 1] = starts[place] + sizes[place];
  return starts;
}

/** @param {Uint8Array} bytes */
export const text = (bytes) => utf8.decode(bytes);

/** @param {Uint8Array} bytes @returns {string[]} */
export const lines = (bytes) => (bytes.length ? text(bytes).split('\n') : []);

/** Sorted words. @param {Uint8Array} shared characters that each has in common with the one before @param {Uint8Array} rests */
export function words(shared, rests) {
  let before = '';
  const found = text(rests).split('\n');
  return Array.from(shared, (count, place) => (before = head(before, count) + found[place]));
}

/** The first characters, which need not be one unit each. @param {string} word @param {number} count */
const head = (word, count) =>
  /[\ud800-\udfff]/.test(word) ? [...word].slice(0, count).join('') : word.slice(0, count);

/** Lists of documents by what has them. @param {Uint8Array} sizes @param {Uint8Array} differences */
export function documentLists(sizes, differences) {
  const starts = offsets(varints(sizes));
  const all = varints(differences);
  return Array.from(starts.subarray(1), (end, number) => ascending(all.slice(starts[number], end)));
}

/** The last of sorted words that is not after a word, 0 when all are. @param {string[]} sorted @param {string} word */
export function lastUpTo(sorted, word) {
  let low = 0;
  let high = sorted.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= word) low = middle;
    else high = middle;
  }
  return low;
}
