import { h, marked, pageUrl, places } from './dom.js';

/** @import { Hit, Results, Section } from './types.js' */
/** @import { Texts } from './texts.js' */

/**
 * One post that was found. `data-stop` is where the arrow keys stop.
 *
 * @param {Hit} hit
 * @param {string[]} words to mark in the title
 * @param {Texts} texts
 * @param {(tag: string) => void} onTag
 */
export function hitView(hit, words, texts, onTag) {
  const title = marked(hit.title || hit.path, places(hit.title, words));
  return h(
    'li',
    { part: 'hit', class: 'hit' },
    hit.date && h('time', { part: 'date', datetime: hit.date }, texts.date(hit.date)),
    h('h2', { part: 'title' }, link(hit.url, title)),
    ...hit.snippets.map(({ text, marks }) => h('p', { part: 'snippet', class: 'snippet' }, marked(text, marks))),
    hit.sections.length > 0 && sectionsView(hit.sections),
    hit.tags.length > 0 && tagsView(hit.tags, onTag),
  );
}

/**
 * The words that were looked for, as typed and as understood.
 *
 * @param {Results} results
 */
export function wordsOf({ query, interpretations }) {
  const read = interpretations.filter(({ applied }) => applied).flatMap(({ to }) => to.split(', '));
  return [...query.split(/\s+/), ...read].filter((word) => word.length > 1 && !word.includes(':'));
}

/** @param {Section[]} sections */
function sectionsView(sections) {
  const items = sections.map(({ heading, url }) => h('li', {}, link(url, heading)));
  return h('ul', { part: 'sections', class: 'sections' }, ...items);
}

/** @param {string[]} tags @param {(tag: string) => void} onTag */
function tagsView(tags, onTag) {
  const items = tags.map((tag) => {
    const choose = () => onTag(tag);
    return h('li', {}, h('button', { part: 'tag', type: 'button', 'data-key': `tag ${tag}`, click: choose }, tag));
  });
  return h('ul', { class: 'hit-tags' }, ...items);
}

/** A link, or the bare text where the address is none that a page may lead to. @param {string} url @param {Node | string} content */
function link(url, content) {
  const href = pageUrl(url);
  return href ? h('a', { href, 'data-stop': true, 'data-key': `page ${href}` }, content) : h('span', {}, content);
}
