/** What an index in memory needs besides for whole queries to be answered from it. */

import { readFileSync } from 'node:fs';

/** @param {any} index that of `index_in_memory.js` @param {string} file */
export function whole(index, file) {
  const told = JSON.parse(readFileSync(file, 'utf-8'));
  const documents = (found) => Uint32Array.from(found);
  const posts = told.posts.map(({ spans, ...post }) => {
    const found = new Map(Object.entries(spans));
    return { ...post, spans: (term) => found.get(term) ?? [] };
  });
  const postings = new Map(
    Object.entries(told.postings).map(([channel, terms]) => [
      channel,
      new Map(
        Object.entries(terms).map(([term, [all, frequencies, titles, inTitles]]) => [
          term,
          {
            documents: documents(all),
            frequencies: Float64Array.from(frequencies),
            titles: { documents: documents(titles), frequencies: Float64Array.from(inTitles) },
          },
        ]),
      ),
    ]),
  );
  const nothing = { documents: [], frequencies: [], titles: { documents: [], frequencies: [] } };
  const tags = told.tags.map(([name, found]) => ({ name, documents: documents(found) }));
  const places = new Map(Object.entries(told.places));
  const names = index.names.all().map((name) => ({ ...name, url: posts[name.documents[0]].url }));
  return {
    ...index,
    days: Int32Array.from(told.days),
    moments: Uint32Array.from(told.moments),
    tags,
    allTags: () => tags,
    authors: new Map(Object.entries(told.authors).map(([name, found]) => [name, documents(found)])),
    postings: {
      want() {},
      wantPlaces() {},
      term: (channel, term) => postings.get(channel).get(term) ?? nothing,
      places: (term) => Float64Array.from(places.get(term) ?? []),
    },
    names: { all: () => names, beginning: () => names },
    post: (document) => posts[document],
    hopedPost: (document) => posts[document],
  };
}
