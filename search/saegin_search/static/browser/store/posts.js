import { ascending, lines, sections, steps, text, varints } from './columns.js';

/** @import { Post } from '../types.js' */

/** @param {Uint8Array} bytes @returns {Post} */
export function post(bytes) {
  const [head, body, starts, lengths, others, otherTerms, names] = sections(bytes);
  const { sections: parts, ...shown } = JSON.parse(text(head));
  const whole = text(body);
  /** @type {Map<string, [number, number][]> | undefined} */
  let spans;
  return {
    ...shown,
    text: whole,
    sections: parts.map((/** @type {any[]} */ [heading, anchor, start, end]) => ({ heading, anchor, start, body: end })),
    spans: (term) => (spans ??= read()).get(term) ?? [],
  };

  function read() {
    const ends = varints(lengths);
    const other = new Map([...steps(others)].map((number, place) => [number, place]));
    const otherTerm = varints(otherTerms);
    const written = lines(names);
    /** @type {Map<string, [number, number][]>} */
    const found = new Map();
    ascending(varints(starts)).forEach((start, number) => {
      const end = start + ends[number];
      const place = other.get(number);
      const term = place === undefined ? whole.slice(start, end).toLowerCase() : written[otherTerm[place]];
      const same = found.get(term);
      if (same) same.push([start, end]);
      else found.set(term, [[start, end]]);
    });
    return found;
  }
}
