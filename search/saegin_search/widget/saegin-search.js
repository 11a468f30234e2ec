/** The widget over the API of `saegin serve`: this script and one tag, `<saegin-search>`, are all a page needs. */

import { SaeginSearch } from './element.js';
import { HttpBackend } from './http-backend.js';

SaeginSearch.backendAt = (base) => new HttpBackend(base);
customElements.define('saegin-search', SaeginSearch);
