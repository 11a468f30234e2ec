/** Everything the widget says, in Korean and English. */

/** @import { Interpretation } from './types.js' */

/**
 * What ends in a consonant other than ㄹ takes 으로, all else 로. Latin words and numbers count as they are read:
 * docker로 (도커), python으로 (파이썬).
 *
 * @param {string} word
 */
function withRo(word) {
  const last = word.trim().at(-1) ?? '';
  const syllable = last.charCodeAt(0) - 0xac00;
  const closed =
    syllable >= 0 && syllable < 11172
      ? ![0, 8].includes(syllable % 28)
      : /(?:[ㄱ-ㄷㅁ-ㅎ036bckmnp]|ng)$/i.test(word);
  return `${word}${closed ? '으로' : '로'}`;
}

/** @type {Record<string, ((note: Interpretation) => string) | null>} */
const KO_NOTES = {
  __proto__: null, // kinds come from outside: `constructor` is none
  keyboard: ({ from, to }) => `${from} → ${withRo(to)} 찾았습니다.`,
  choseong: ({ from, to }) => `초성 ${from} → ${withRo(to)} 찾았습니다.`,
  prefix: ({ from, to }) => `${from} → ${withRo(to)} 이어 찾았습니다.`,
  typo: ({ from, to }) => `${from} → ${withRo(to)} 고쳐 찾았습니다.`,
  spacing: ({ from, to }) => `${from}: 띄어쓰기가 다른 ${to}도 함께 찾았습니다.`,
  transliteration: ({ from, to }) => `${from}: ${to}도 함께 찾았습니다.`,
  synonym: ({ from, to }) => `${from}: 같은 말 ${to}도 함께 찾았습니다.`,
  year: ({ to }) => `${to}에 쓴 글을 앞에 두었습니다.`,
  'some-words': () => '모든 단어가 있는 글이 없어 일부 단어로 찾았습니다.',
};

/** @param {Interpretation} note */
const also = ({ from, to }) => `${from} was also searched as ${to}.`;

/** @type {typeof KO_NOTES} */
const EN_NOTES = {
  __proto__: null,
  keyboard: ({ from, to }) => `Searched for ${to}, typed as ${from} in the other keyboard mode.`,
  choseong: ({ from, to }) => `Searched for ${to}, whose initials are ${from}.`,
  prefix: ({ from, to }) => `${from} was completed to ${to}.`,
  typo: ({ from, to }) => `${from} was corrected to ${to}.`,
  spacing: also,
  transliteration: also,
  synonym: also,
  year: ({ to }) => `Posts written in ${to.replace('년', '')} come first.`,
  'some-words': () => 'No post has all of the words; these have some.',
  'nearly-all-words': () => 'Some of these posts lack a word.',
  'without-filters': () => 'There are posts outside the filters.',
  fallback: () => 'Part of the search is down; these are from a copy that may be older.',
};

const ko = {
  search: '검색',
  placeholder: '검색어를 입력하세요',
  clear: '지우기',
  close: '닫기',
  suggestions: '추천 검색어',
  posts: (/** @type {number} */ count) => `글 ${count.toLocaleString('ko')}편`,
  nothing: (/** @type {string} */ query) => (query ? `‘${query}’에 맞는 글이 없습니다` : '조건에 맞는 글이 없습니다'),
  nothingHint: '낱말을 줄이거나 다른 말로 찾아 보세요.',
  hint: '초성만 쳐도, 한영을 바꿔 쳐도, 띄어쓰기가 달라도 찾습니다.',
  exact: (/** @type {string} */ _query, /** @type {boolean} */ _isReplaced) => '입력한 그대로 찾기',
  isExact: '입력한 그대로 찾았습니다.',
  notExact: '비슷한 말도 찾기',
  note: (/** @type {Interpretation} */ note) => KO_NOTES[note.kind]?.(note) ?? `${note.text}.`,
  maybe: (/** @type {string} */ word) => `혹시 ${word}?`,
  blogTags: '이 블로그의 태그',
  sort: '정렬',
  relevance: '관련도순',
  newest: '최신순',
  oldest: '오래된 순',
  filters: '필터',
  clearFilters: '필터 지우기',
  without: (/** @type {string} */ filter) => `필터 빼기: ${filter}`,
  tags: '태그',
  years: '연도',
  year: (/** @type {string} */ year) => `${year}년`,
  moreTags: (/** @type {number} */ count) => `태그 ${count}개 더`,
  period: '기간',
  from: '시작일',
  until: '종료일',
  range: (/** @type {string} */ from, /** @type {string} */ until) => `${from} ~ ${until}`,
  more: '더 보기',
  recent: '최근 검색',
  forget: (/** @type {string} */ query) => `최근 검색에서 ${query} 지우기`,
  forgetAll: '모두 지우기',
  loading: '찾는 중',
  retry: '다시 시도',
  offline: '인터넷에 연결되어 있지 않습니다',
  offlineHint: '연결되면 이어서 찾습니다.',
  refused: '이 검색어는 알아듣지 못했습니다',
  busy: '지금은 찾는 사람이 많습니다',
  busyHint: '잠시 뒤에 다시 시도해 주세요.',
  failed: '검색이 되지 않습니다',
  failedHint: '잠시 뒤에 다시 시도해 주세요.',
  keys: /** @type {[string, string][]} */ ([
    ['↑↓', '이동'],
    ['↵', '열기'],
    ['esc', '닫기'],
  ]),
};

/** @type {typeof ko} */
const en = {
  search: 'Search',
  placeholder: 'Search posts',
  clear: 'Clear',
  close: 'Close',
  suggestions: 'Suggestions',
  posts: (count) => `${count.toLocaleString('en')} ${count === 1 ? 'post' : 'posts'}`,
  nothing: (query) => (query ? `Nothing found for “${query}”` : 'No post fits these filters'),
  nothingHint: 'Try fewer or other words.',
  hint: 'Initial consonants, the wrong keyboard mode and other spacing work too.',
  exact: (query, isReplaced) => (isReplaced ? `Search for ${query} instead` : `Search for ${query} only`),
  isExact: 'Only the words as typed were searched.',
  notExact: 'Search for similar words too',
  note: (note) => EN_NOTES[note.kind]?.(note) ?? note.text,
  maybe: (word) => `Did you mean ${word}?`,
  blogTags: 'What this blog is about',
  sort: 'Sort',
  relevance: 'Relevance',
  newest: 'Newest',
  oldest: 'Oldest',
  filters: 'Filters',
  clearFilters: 'Clear filters',
  without: (filter) => `Remove filter: ${filter}`,
  tags: 'Tags',
  years: 'Years',
  year: (year) => year,
  moreTags: (count) => `${count} more tags`,
  period: 'Period',
  from: 'From',
  until: 'To',
  range: (from, until) => `${from} – ${until}`,
  more: 'Show more',
  recent: 'Recent searches',
  forget: (query) => `Remove ${query} from recent searches`,
  forgetAll: 'Clear all',
  loading: 'Searching',
  retry: 'Try again',
  offline: 'You are offline',
  offlineHint: 'The search goes on once you are connected.',
  refused: 'This query cannot be understood',
  busy: 'Too many searches right now',
  busyHint: 'Please try again in a moment.',
  failed: 'The search does not answer',
  failedHint: 'Please try again in a moment.',
  keys: [
    ['↑↓', 'move'],
    ['↵', 'open'],
    ['esc', 'close'],
  ],
};

/**
 * @typedef {typeof ko & {lang: string, date: (iso: string) => string}} Texts
 *
 * @param {string} lang a language tag; all but English read Korean
 * @returns {Texts}
 */
export function textsFor(lang) {
  const english = /^en\b/i.test(lang);
  const locale = english ? 'en' : 'ko';
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  // The wall-clock day that the post states, wherever the reader is.
  const date = (/** @type {string} */ iso) => format.format(new Date(`${iso.slice(0, 10)}T00:00Z`));
  return { ...(english ? en : ko), lang: locale, date };
}
