/** What keys do, apart from typing: in the field, among the results, and on the page. */

/** @import { Suggestions } from './suggestions.js' */

/** Is the key part of composing a syllable? Such keys belong to the input method. @param {KeyboardEvent} event */
const isComposing = (event) => event.isComposing || event.keyCode === 229;

/**
 * Down enters the suggestions, then the results; left and right walk through the suggestions.
 *
 * @param {HTMLInputElement} field
 * @param {Suggestions} suggestions
 * @param {{commit: () => void, leave: () => boolean, enterResults: () => void}} actions `leave` tells whether it did
 */
export function listenInField(field, suggestions, { commit, leave, enterResults }) {
  // macOS sends Enter twice for the one stroke that ends a composition.
  let isEndingComposition = false;
  field.addEventListener('keyup', () => (isEndingComposition = false));
  field.addEventListener('keydown', (event) => {
    if (isComposing(event)) isEndingComposition = event.code.endsWith('Enter');
    if (isComposing(event) || (isEndingComposition && event.key === 'Enter')) return;
    const { active } = suggestions;
    const does = {
      Enter: () => (active ? suggestions.onChoose(active) : commit()),
      ArrowDown: () => (suggestions.isOpen && !active ? suggestions.activate(0) : enterResults()),
      ArrowUp: () => active && suggestions.activate(-1),
      ArrowRight: active && (() => suggestions.move(1)),
      ArrowLeft: active && (() => suggestions.move(-1)),
    }[event.key];
    if (event.key === 'Escape') {
      if (active) suggestions.activate(-1);
      else if (!leave()) return;
    } else if (!does || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    } else {
      does();
    }
    event.preventDefault();
    event.stopPropagation();
  });
}

/**
 * Up and down go from stop to stop (`data-stop`); letters go on typing.
 *
 * @param {HTMLElement} body
 * @param {HTMLInputElement} field
 */
export function listenAmongResults(body, field) {
  /** @type {() => HTMLElement[]} */
  const stops = () => [.../** @type {any} */ (body.querySelectorAll('[data-stop]'))].filter(isShown);
  const enter = () => stops().at(0)?.focus();

  body.addEventListener('keydown', (event) => {
    const from = /** @type {HTMLElement} */ (event.target);
    if (from.matches('input, select') || event.ctrlKey || event.metaKey || event.altKey || isComposing(event)) return;
    const follows = (/** @type {HTMLElement} */ stop) =>
      Boolean(from.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (event.key === 'ArrowDown') {
      stops().find(follows)?.focus();
    } else if (event.key === 'ArrowUp') {
      (stops().findLast((stop) => stop !== from && !follows(stop)) ?? field).focus();
    } else {
      // A letter typed here lands in the field, which has the focus by then.
      if ([...event.key].length === 1 && event.key !== ' ') field.focus();
      return;
    }
    event.preventDefault();
  });
  return enter;
}

/**
 * `/` and Ctrl-K or Cmd-K, unless the reader types into another field. By its place, too: K is ㅏ in Korean mode.
 *
 * @param {() => void} open
 * @param {AbortSignal} signal
 */
export function listenOnPage(open, signal) {
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (event.defaultPrevented || isComposing(event) || event.altKey || isTypedInto(event.composedPath()[0])) return;
    const isK = event.key === 'k' || event.code === 'KeyK';
    const isShortcut = isK && event.ctrlKey !== event.metaKey && !event.shiftKey;
    if (!isShortcut && !(event.key === '/' && !event.ctrlKey && !event.metaKey)) return;
    event.preventDefault();
    open();
  };
  document.addEventListener('keydown', onKey, { signal });
}

/** A field in a dialog that was just closed has the focus a moment longer. @param {EventTarget} target */
function isTypedInto(target) {
  if (!(target instanceof HTMLElement) || !isShown(target)) return false;
  return target.isContentEditable || target.matches('input, textarea, select');
}

/** @param {HTMLElement} element */
const isShown = (element) => element.getClientRects().length > 0;
