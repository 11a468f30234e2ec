"""How long it takes from a keystroke to painted results in the widget, over loopback and without its debounce.

python -m tests.benchmarks.widget_latency INDEX_DIR [CHROMIUM]
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from tests.browser.serving import page, serving

QUERIES = ["검색 엔진", "rjator", "쿠버네티스", "파이썬 크롤러", "데이터베이스", "커피", "docker", "회고 2019"]
ROUNDS = 3

# The debounce is the only timer of its length. A frame is on the screen when the task after it begins.
WATCH = """
    const { setTimeout } = window;
    window.setTimeout = (work, delay, ...rest) => setTimeout(work, delay === 120 ? 0 : delay, ...rest);
    window.painted = (field, value) => new Promise((done) => {
        const results = document.querySelector('saegin-search').shadowRoot.querySelector('.body');
        let begun = 0;
        const observer = new MutationObserver(() => {
            observer.disconnect();
            requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
        });
        observer.observe(results, { childList: true, subtree: true });
        requestAnimationFrame(() => setTimeout(() => {
            begun = performance.now();
            field.value = value;
            field.dispatchEvent(new InputEvent('input'));
        }));
    });
"""


def latencies(field: Any) -> list[float]:
    """Milliseconds for each keystroke of each query."""
    return [
        field.evaluate("(field, value) => window.painted(field, value)", query[:typed])
        for query in QUERIES
        for typed in range(1, len(query) + 1)
        if not query[:typed].endswith(" ")
    ]


def main() -> None:
    index = Path(sys.argv[1])
    chromium = sys.argv[2] if len(sys.argv) > 2 else "/usr/bin/chromium"
    with serving(index) as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_page(viewport={"width": 1280, "height": 900})
        tab.add_init_script(WATCH)
        tab.goto(origin + page())
        field = tab.locator("saegin-search >> [role=combobox]")
        field.wait_for()
        first = latencies(field)
        again = [taken for _ in range(ROUNDS) for taken in latencies(field)]
        browser.close()
    report("first time", first)
    report("again", again)


def report(name: str, taken: list[float]) -> None:
    p95 = statistics.quantiles(taken, n=20)[-1]
    p50, worst = statistics.median(taken), max(taken)
    print(f"{name}: {len(taken)} keystrokes, p50 {p50:.1f} ms, p95 {p95:.1f} ms, worst {worst:.1f} ms")


if __name__ == "__main__":
    main()
