import { h, marked, pageUrl, places } from './dom.js';

/** @import { Results, Views } from './types.js' */

/** One post that was found. `data-stop` is where the arrow keys stop. @type {Views['hit']} */
export const hitView = ({ url, title, path, date, snippets, sections, tags }, words, texts, onTag) =>
  h(
    'li',
    { part: 'hit', class: 'hit' },
    date && h('time', { part: 'date', datetime: date }, texts.date(date)),
    h('h2', { part: 'title' }, link(url, marked(title || path, places(title, words)))),
    ...snippets.map(({ text, marks }) => h('p', { part: 'snippet', class: 'snippet' }, marked(text, marks))),
    sections.length > 0 &&
      h(
        'ul',
        { part: 'sections', class: 'sections' },
        ...sections.map(({ heading, url }) => h('li', {}, link(url, heading))),
      ),
    tags.length > 0 &&
      h(
        'ul',
        { class: 'hit-tags' },
        ...tags.map((tag) => {
          const click = () => onTag(tag);
          return h('li', {}, h('button', { part: 'tag', type: 'button', 'data-key': `tag ${tag}`, click }, tag));
        }),
      ),
  );

/** The words that were looked for: as typed, as understood, and as they stand in the snippets. @param {Results} results */
export function wordsOf({ query, interpretations, hits }) {
  const read = interpretations.filter(({ applied }) => applied).flatMap(({ to }) => to.split(', '));
  const seen = hits.flatMap(({ snippets }) =>
    snippets.flatMap(({ text, marks }) => {
      const characters = [...text];
      return marks.map(([from, to]) => characters.slice(from, to).join(''));
    }),
  );
  const words = [...query.split(/\s+/), ...read, ...seen];
  return [...new Set(words)].filter((word) => word.length > 1 && !word.includes(':'));
}

/** A link, or the bare text where the address is none to follow. @param {string} url @param {Node | string} content */
function link(url, content) {
  const href = pageUrl(url);
  return href ? h('a', { href, 'data-stop': true, 'data-key': `page ${href}` }, content) : h('span', {}, content);
}
