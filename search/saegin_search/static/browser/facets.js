import { yearSpan } from './query.js';
import { MOST_TAGS } from './tables/facets.js';

/** @import { Facet, Results } from '../../widget/types.js' */
/** @import { Index } from './types.js' */
/** @import { Mask } from './matching.js' */

const DAY = 24 * 60 * 60 * 1000;

/** How the documents found spread over tags, the commonest ones, and years. */
export function countFacets(/** @type {Mask} */ found, /** @type {Index} */ index) {
  /** @type {Results['facets']} */
  const facets = { tags: tags(found, index), years: years(found, index) };
  return facets;
}

/** @param {Mask} found @param {Index} index @returns {Facet[]} */
function tags(found, index) {
  const counted = index.tags.map(({ name, documents }) => ({
    value: name,
    count: documents.reduce((sum, document) => sum + found[document], 0),
  }));
  return counted
    .filter(({ count }) => count)
    .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
    .slice(0, MOST_TAGS);
}

/** The newest first. @param {Mask} found @param {Index} index */
function years(found, { size, days, moments }) {
  /** @type {Facet[]} */
  const facets = [];
  let firstDay = Infinity;
  // The newest documents have the highest numbers, those without a date the lowest.
  for (let document = size - 1; document >= 0 && moments[document]; document -= 1) {
    if (!found[document]) continue;
    if (days[document] < firstDay) {
      const year = new Date(days[document] * DAY).getUTCFullYear();
      firstDay = /** @type {number} */ (yearSpan(year)[0]);
      facets.push({ value: String(year), count: 0 });
    }
    facets[facets.length - 1].count += 1;
  }
  return facets;
}
