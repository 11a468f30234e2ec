"""Search pages over a static site, of saegin and of Pagefind, and a browser that asks them.

Each page has `attend()`, which does what a reader's turning to the field does, and `ask(text)`, which is one input
event and comes back when the results are painted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.benchmarks.static_host import StaticHost

SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-renderer-backgrounding"]

_PAGE = """<!doctype html>
<html lang="ko">
<meta charset="utf-8">
<title>Search</title>
<link rel="icon" href="data:,">
<script>
  // A debounce waits for fingers, and here nobody types. A frame is on the screen when the task after it begins.
  const {{ setTimeout: wait }} = window;
  window.setTimeout = (work, delay, ...rest) => wait(work, delay === 120 ? 0 : delay, ...rest);
  const painted = () => new Promise((done) => requestAnimationFrame(() => wait(done)));
  const type = (field, text) => {{
    field.value = text;
    field.dispatchEvent(new InputEvent('input', {{ bubbles: true }}));
  }};
  const once = (node, isSo) => new Promise((done) => {{
    const look = () => isSo() && (observer.disconnect(), done());
    const observer = new MutationObserver(look);
    observer.observe(node, {{ subtree: true, childList: true, attributes: true, characterData: true }});
    look();
  }});
  window.ask = async (text) => {{
    await painted();
    const begun = performance.now();
    const hits = await answered(text);
    await painted();
    return {{ took: performance.now() - begun, since_opening: performance.now(), hits }};
  }};
</script>
{body}
"""

_SAEGIN = """
<script type="module" src="/saegin/saegin-search.js"></script>
<saegin-search no-recent></saegin-search>
<script>
  const inside = () => document.querySelector('saegin-search').shadowRoot;
  const field = () => inside()?.querySelector('[role=combobox]');
  const isReady = () => field() && !field().closest('[hidden]');
  const attend = () => field().focus();
  const answered = async (text) => {
    attend();
    type(field(), text);
    await once(inside(), () => !inside().querySelector('.is-loading'));
    if (inside().querySelector('.message button')) return -1; // to try again
    return inside().querySelectorAll('.hit').length;
  };
</script>
"""

_PAGEFIND = """
<ol></ol>
<script>
  let loading;
  const isReady = () => true;
  const attend = () => (loading ??= import('/pagefind/pagefind.js').then(async (pagefind) => {
    await pagefind.init();
    return pagefind;
  }));
  const answered = async (text) => {
    const { results } = await (await attend()).search(text);
    const hits = await Promise.all(results.slice(0, 10).map((result) => result.data()));
    const shown = hits.map(({ url, meta, excerpt }) => `<li><a href="${url}">${meta.title}</a><p>${excerpt}</p>`);
    document.querySelector('ol').innerHTML = shown.join('');
    return hits.length;
  };
</script>
"""

_PAGEFIND_UI = """
<link rel="stylesheet" href="/pagefind/pagefind-ui.css">
<script src="/pagefind/pagefind-ui.js"></script>
<div id="search"></div>
<script>
  const translations = { zero_results: 'NOTHING', searching: 'SEARCHING' };
  new PagefindUI({ element: '#search', debounceTimeoutMs: 0, translations });
  const ui = document.querySelector('#search');
  const field = ui.querySelector('input');
  const isReady = () => field;
  const attend = () => field.focus();
  const count = () => ui.querySelectorAll('.pagefind-ui__result-link').length;
  const isDone = () => (count() && !ui.querySelector('.pagefind-ui__loading')) || ui.innerText.includes('NOTHING');
  const answered = async (text) => {
    attend();
    type(field, text);
    await once(ui, isDone);
    return count();
  };
</script>
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """One that searches: its name, the folder of all its files, its page."""

    name: str
    folder: str
    page: str


SAEGIN = Peer("saegin", "saegin", _PAGE.format(body=_SAEGIN))
PAGEFIND = Peer("Pagefind", "pagefind", _PAGE.format(body=_PAGEFIND))
PAGEFIND_UI = Peer("Pagefind UI", "pagefind", _PAGE.format(body=_PAGEFIND_UI))
PEERS = (SAEGIN, PAGEFIND, PAGEFIND_UI)

PAGES = {f"{peer.name}.html": peer.page for peer in PEERS}


@dataclass(frozen=True, slots=True)
class Link:
    """What Chromium's developer tools call by these names: milliseconds for each request, bytes a second."""

    latency: float
    down: float
    up: float


FAST_3G = Link(562.5, 1.6e6 / 8 * 0.9, 750e3 / 8 * 0.9)
SLOW_3G = Link(2000, 500e3 / 8 * 0.8, 500e3 / 8 * 0.8)
FAR_AWAY = Link(400, 1e9, 1e9)  # nothing but waiting


@dataclass(frozen=True, slots=True)
class Answer:
    """Milliseconds from the input event, and from opening the page, to painted results; how many of these there are."""

    took: float
    since_opening: float
    hits: int


class SearchPage:
    """A peer's page in a browser that has never seen it."""

    def __init__(self, page: Any, peer: Peer, host: StaticHost) -> None:
        self._page = page
        self._address = f"{host.origin}/{peer.name}.html"
        self.hits = 0  # of the last answer

    def open(self) -> None:
        self._page.goto(self._address, wait_until="commit")
        self._page.wait_for_function("() => document.readyState !== 'loading' && isReady()", timeout=120_000)

    def slow_down(self, link: Link) -> None:
        devtools = self._page.context.new_cdp_session(self._page)
        devtools.send("Network.enable")
        throughput = {"downloadThroughput": link.down, "uploadThroughput": link.up}
        devtools.send("Network.emulateNetworkConditions", {"offline": False, "latency": link.latency, **throughput})

    def attend(self) -> None:
        self._page.evaluate("() => void attend()")

    def ask(self, text: str) -> Answer:
        answer = Answer(**self._page.evaluate("(text) => ask(text)", text))
        if answer.hits < 0:
            raise RuntimeError(f"{self._address}: an error in place of an answer")
        self.hits = answer.hits
        return answer

    def waterfall(self) -> list[tuple[str, float, float]]:
        """What was loaded: path, and when it was asked for and when it was there, in milliseconds since opening."""
        return [
            (path, begun, ended)
            for path, begun, ended in self._page.evaluate(
                "() => performance.getEntriesByType('resource')"
                ".map(({ name, startTime, responseEnd }) => [new URL(name).pathname, startTime, responseEnd])"
            )
        ]


@contextmanager
def search_page(browser: Any, peer: Peer, host: StaticHost) -> Iterator[SearchPage]:
    """A page in a context of its own: nothing is cached before, and all is cached within."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, service_workers="block")
    faults: list[str] = []
    try:
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        yield SearchPage(page, peer, host)
    finally:
        context.close()
    if faults:
        raise RuntimeError(f"{peer.name}: {faults[0]}")
