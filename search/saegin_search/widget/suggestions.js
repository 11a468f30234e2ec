import { h } from './dom.js';

/** @import { Suggestion } from './types.js' */

/** The row of suggestions under the field: an ARIA listbox whose options the field's keys walk through. */
export class Suggestions {
  /** @type {Suggestion[]} */
  #shown = [];
  #active = -1;

  /**
   * @param {HTMLElement} list
   * @param {HTMLInputElement} field
   * @param {(suggestion: Suggestion) => void} onChoose
   */
  constructor(list, field, onChoose) {
    this.list = list;
    this.field = field;
    this.onChoose = onChoose;
  }

  get isOpen() {
    return this.#shown.length > 0;
  }

  /** The suggestion that the keys rest on. */
  get active() {
    return this.#shown[this.#active];
  }

  /** @param {Suggestion[]} suggestions */
  show(suggestions) {
    this.#shown = suggestions;
    this.list.replaceChildren(...suggestions.map((suggestion, at) => this.#option(suggestion, at)));
    this.list.hidden = !suggestions.length;
    this.list.scrollLeft = 0;
    this.field.setAttribute('aria-expanded', String(this.isOpen));
    this.activate(-1);
  }

  /** @param {number} by */
  move(by) {
    this.activate((this.#active + by + this.#shown.length) % this.#shown.length);
  }

  /** @param {number} at -1 for none */
  activate(at) {
    this.#active = at;
    [...this.list.children].forEach((option, index) => {
      option.setAttribute('aria-selected', String(index === at));
      if (index === at) option.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    });
    if (at < 0) this.field.removeAttribute('aria-activedescendant');
    else this.field.setAttribute('aria-activedescendant', `suggestion-${at}`);
  }

  /** @param {Suggestion} suggestion @param {number} at */
  #option(suggestion, at) {
    const { text, kind, count } = suggestion;
    return h(
      'li',
      {
        ...{ part: 'suggestion', class: kind, role: 'option', id: `suggestion-${at}`, title: kind === 'title' && text },
        // The field keeps the focus, and with it the keyboard of a phone.
        pointerdown: (/** @type {Event} */ event) => event.preventDefault(),
        click: () => this.onChoose(suggestion),
      },
      h('span', {}, text),
      kind !== 'title' && h('small', {}, count.toLocaleString()),
    );
  }
}
