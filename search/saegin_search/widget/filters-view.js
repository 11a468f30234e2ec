import { h, icon } from './dom.js';

/** @import { Facet, Views } from './types.js' */
/** @import { Texts } from './texts.js' */

const CROSS = 'M8 8l8 8M16 8l-8 8';
const TAGS_SHOWN = 12;

/** The years and tags of the posts found, to be switched on and off. @type {Views['facets']} */
export const facetsView = (facets, query, texts, narrow) => {
  const chosenFirst = [
    ...query.tags.map((tag) => facets.tags.find(({ value }) => value === tag) ?? { value: tag, count: 0 }),
    ...facets.tags.filter(({ value }) => !query.tags.includes(value)),
  ];
  const tags = chosenFirst.map((facet) => {
    const isOn = query.tags.includes(facet.value);
    return facetView('tag', facet, facet.value, isOn, () => narrow({ tags: toggled(query.tags, facet.value) }));
  });
  const most = Math.max(...facets.years.map(({ count }) => count));
  const years = facets.years.map((facet) => {
    const year = yearRange(facet.value);
    const isOn = query.after === year.after && query.before === year.before;
    const choose = () => narrow(isOn ? { after: '', before: '' } : year);
    const view = facetView('year', facet, texts.year(facet.value), isOn, choose);
    view.style.setProperty('--share', String(facet.count / most));
    return view;
  });
  const rest = tags.splice(TAGS_SHOWN);
  const more = rest.length > 0 && h('details', {}, h('summary', {}, texts.moreTags(rest.length)), h('ul', {}, ...rest));
  return [
    ...(years.length ? [groupView(texts.years, 'years', h('ul', {}, ...years))] : []),
    ...(tags.length ? [groupView(texts.tags, 'tags', h('ul', {}, ...tags), more)] : []),
  ];
};

/** What narrows the search now, each to be taken away with a click. @type {Views['applied']} */
export const appliedView = ({ tags, after, before }, texts, narrow) => {
  const chip = (/** @type {string} */ label, /** @type {Parameters<typeof narrow>[0]} */ change) =>
    h(
      'button',
      { part: 'applied-filter', type: 'button', 'aria-label': texts.without(label), click: () => narrow(change) },
      label,
      icon(CROSS),
    );
  const chips = tags.map((tag) => chip(`#${tag}`, { tags: toggled(tags, tag) }));
  if (after || before) chips.push(chip(periodText(after, before, texts), { after: '', before: '' }));
  return chips;
};

/** Some days later. Readers name the last day, the API the one after. @param {string} date @param {number} days */
export function shifted(date, days) {
  if (!date) return '';
  const day = new Date(`${date}T00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return Number.isNaN(day.valueOf()) ? '' : day.toISOString().slice(0, 10);
}

/** @param {string} after @param {string} before @param {Texts} texts */
function periodText(after, before, texts) {
  const year = yearRange(after.slice(0, 4));
  if (year.after === after && year.before === before) return texts.year(after.slice(0, 4));
  const last = shifted(before, -1);
  return texts.range(after && texts.date(after), last && texts.date(last)).trim();
}

/** @param {string} year */
const yearRange = (year) => ({ after: `${year}-01-01`, before: `${String(Number(year) + 1).padStart(4, '0')}-01-01` });

/** @param {string[]} tags @param {string} tag */
export const toggled = (tags, tag) => (tags.includes(tag) ? tags.filter((other) => other !== tag) : [...tags, tag]);

/** @param {string} kind @param {Facet} facet @param {string} label @param {boolean} isOn @param {() => void} click */
function facetView(kind, { value, count }, label, isOn, click) {
  const key = `facet ${kind} ${value}`;
  const button = h('button', { part: 'facet', type: 'button', 'aria-pressed': String(isOn), 'data-key': key, click });
  button.append(h('span', {}, label), h('small', {}, count.toLocaleString()));
  return h('li', {}, button);
}

/** @param {string} label @param {string} name @param {(Node | false)[]} lists */
function groupView(label, name, ...lists) {
  return h('section', { class: name, 'aria-label': label }, h('p', {}, label), ...lists);
}
