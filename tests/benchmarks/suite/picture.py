"""The figures as one picture: how long a warm query takes, and how far each target is met."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from tests.benchmarks.suite.measures import Blog
from tests.benchmarks.suite.targets import Verdict

_WIDTH, _LEFT, _ROW = 960, 390, 18
_OWN, _OTHER, _MISSED, _RULE = "#1a7f5a", "#8a94a0", "#c0392b", "#c8ced4"
_STYLE = "text{font:12px system-ui,sans-serif;fill:#24292f}.head{font-weight:600;font-size:14px}.small{fill:#57606a}"


class _Axis:
    """A logarithmic scale over the picture's width, wide enough for all values."""

    def __init__(self, values: Sequence[float]) -> None:
        self._low = math.floor(math.log10(max(min(values), 1e-6)))
        self._high = max(math.ceil(math.log10(max(values))), self._low + 1)

    def at(self, value: float) -> float:
        share = (math.log10(max(value, 1e-9)) - self._low) / (self._high - self._low)
        return _LEFT + min(max(share, 0), 1) * (_WIDTH - _LEFT - 70)

    def rules(self, top: float, bottom: float, unit: str) -> list[str]:
        drawn = []
        for power in range(self._low, self._high + 1):
            x = self.at(10.0**power)
            drawn += [_line(x, top, x, bottom, _RULE), _text(x, bottom + 13, f"{10.0**power:g}{unit}", "middle")]
        return drawn


def picture(blogs: Sequence[Blog], verdicts: Sequence[Verdict]) -> str:
    """SVG."""
    drawn: list[str] = []
    top = 20.0
    for blog in blogs:
        latencies = {name: values for name in ["saegin", *blog.engines] if (values := _latencies(blog, name))}
        if latencies:
            title = f"Warm, end to end, {blog.posts:,} posts: p50, p95, p99"
            top = _ranges(drawn, top, title, latencies)
    if verdicts:
        top = _dots(drawn, top, verdicts)
    body = "\n".join(drawn)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {top:.0f}" role="img">'
        f"<title>The speed of saegin</title><style>{_STYLE}</style>"
        f'<rect width="100%" height="100%" fill="#fff"/>\n{body}\n</svg>\n'
    )


def _latencies(blog: Blog, engine: str) -> list[float]:
    """Milliseconds."""
    return [
        1000 * each.cost.wall for each in blog.figures if each.group == "warm, end to end" and each.engine == engine
    ]


def _ranges(drawn: list[str], top: float, title: str, latencies: dict[str, list[float]]) -> float:
    axis = _Axis([value for values in latencies.values() for value in values])
    drawn.append(_text(10, top, title, kind="head"))
    first, bottom = top + 10, top + 10 + _ROW * len(latencies)
    drawn += axis.rules(first, bottom, " ms")
    for number, (name, (p50, p95, p99)) in enumerate(latencies.items()):
        y, colour = first + _ROW * (number + 0.5), _OWN if name == "saegin" else _OTHER
        drawn += [
            _text(_LEFT - 10, y + 4, name, "end"),
            _line(axis.at(p50), y, axis.at(p99), y, colour, 2),
            _line(axis.at(p50), y, axis.at(p95), y, colour, 6),
            _dot(axis.at(p50), y, colour),
            _text(axis.at(p99) + 8, y + 4, f"{p50:.2g} ms", kind="small"),
        ]
    return bottom + 45


def _dots(drawn: list[str], top: float, verdicts: Sequence[Verdict]) -> float:
    shares = [verdict.ratio / verdict.most for verdict in verdicts]
    axis = _Axis([*shares, 1.0])
    drawn.append(_text(10, top, "Targets: figure as a share of what it may be (left of 1: met)", kind="head"))
    first, bottom = top + 10, top + 10 + _ROW * len(verdicts)
    drawn += [*axis.rules(first, bottom, ""), _line(axis.at(1), first, axis.at(1), bottom, "#24292f", 2)]
    for number, (verdict, share) in enumerate(zip(verdicts, shares, strict=True)):
        y, colour = first + _ROW * (number + 0.5), _OWN if verdict.is_met else _MISSED
        drawn += [
            _text(_LEFT - 10, y + 4, f"{verdict.what} ({verdict.posts:,})", "end"),
            _line(axis.at(1), y, axis.at(share), y, colour, 2),
            _dot(axis.at(share), y, colour),
            _text(max(axis.at(share), axis.at(1)) + 8, y + 4, f"{verdict.ratio:.3g}x", kind="small"),
        ]
    return bottom + 45


def _text(x: float, y: float, text: str, anchor: str = "start", kind: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{kind}">{escape(text)}</text>'


def _line(x: float, y: float, to_x: float, to_y: float, colour: str, width: float = 1) -> str:
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="{colour}" stroke-width="{width}"/>'


def _dot(x: float, y: float, colour: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
