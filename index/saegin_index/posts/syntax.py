"""Template and editor syntax around Markdown, taken away before it is parsed: Liquid, shortcodes, MDX,
wikilinks, callouts, admonitions, comments. Words stay, syntax goes, and code is left as it is.

Every pattern is written to take linear time: none looks past a character that could begin it again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})(.*)")
_CODE_SPAN = re.compile(r"(?<!`)(`++)[^`\n]++\1(?!`)|<(pre|code|script|style|textarea)\b[^<>]*>", re.IGNORECASE)

_CODE_SHORTCODE = re.compile(
    r"(?:\{%-?[ \t]*highlight\b[^{}\n]*%\}|\{\{[<%][ \t]*highlight\b[^{}\n]*[>%]\}\}"
    r"|\[(?:code|sourcecode)(?:[ =][^\[\]\n]*)?\](?!\())"
)
_CODE_SHORTCODE_END = re.compile(
    r"(?:\{%-?[ \t]*endhighlight[ \t]*-?%\}|\{\{[<%][ \t]*/[ \t]*highlight[ \t]*[>%]\}\}"
    r"|\[/(?:code|sourcecode)\])"
)
_SHORTCODE = re.compile(r"\{\{([<%])([^{}]*)[>%]\}\}")
_CAPTION = re.compile(
    r"""\b(?:caption|title|alt|summary|label|text)\s*=\s*(?:"([^"]*)"|'([^']*)')|"([^"=가-힣]*+[가-힣][^"]*+)\""""
)
_LIQUID_TAG = re.compile(r"\{%[^{}]*%\}")
_LIQUID_VALUE = re.compile(r"\{\{([^{}<%]*)\}\}")
_TISTORY = re.compile(
    r"\[##_[^\[\]\n]*_##\]"
    r"|\[/?(?:caption|gallery|youtube|embed|audio|video|vimeo|gist)(?:[ =][^\[\]\n]*)?\](?!\()"
)
_WIKILINK = re.compile(r"(!?)\[\[([^\[\]|\n\\]+)(?:\\?\|([^\[\]\n]+))?\]\]")
_MEDIA = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|bmp|mp4|mov|mp3|pdf|excalidraw)(?:#.*)?$", re.IGNORECASE)
_CALLOUT = re.compile(r"^([ \t]*>[ \t>]*)\[![\w-]+(?:\|[^\]\n]*)?\][+-]?", re.MULTILINE)
_ADMONITION = re.compile(
    r"^[ \t]*:{3,}[ \t]*(?:[A-Za-z][\w-]*)?[ \t]*(?:\{[^}\n]*\})?(?:\[([^\]\n]*)\])?(.*)$", re.MULTILINE
)
_MKDOCS_ADMONITION = re.compile(r'^(?:!!!|\?\?\?\+?)[ \t]+[\w -]{1,40}?(?:[ \t]+"([^"\n]*)")?[ \t]*$')
_KRAMDOWN = re.compile(
    r"\{::?[^{}\n]*\}|^[ \t]*(?:\[\[?_?toc_?\]?\]|@\[toc\](?:\([^)\n]*\))?|\{\{toc\}\})[ \t]*$", re.I | re.M
)
_HIGHLIGHT = re.compile(r"(?<![=\w])==(?=[^\s=])([^=\n]{1,300})(?<=[^\s=])==(?![=\w])")
_BLOCK_ID = re.compile(r"[ \t]\^[A-Za-z0-9-]+[ \t]*$", re.MULTILINE)
_HEADING_WITHOUT_SPACE = re.compile(r"^(#{2,6})(?=[^\s#])", re.MULTILINE)  # one # may be a hashtag
_ESM = re.compile(
    r"^(?:import\s[^'\"\n]*['\"][^'\"\n]+['\"];?[ \t]*$|import\s*\{[^}'\"]*$"
    r"|export\s+(?:const|default|function|let|async|class)\b)"
)
_JSX_TAG = re.compile(r"</?[A-Z][\w.]*(?:\s+[\w:-]+(?:=(?:\"[^\"]*\"|'[^']*'|\{(?:[^{}]|\{[^{}]*\})*\}))?)*\s*/?>")
_JSX_STYLE = re.compile(r"\s[\w-]+=\{(?:[^{}]|\{[^{}]*\})*\}")


def plain_markdown(source: str, *, mdx: bool = False, templated: bool = False, vault: bool = False) -> str:
    """Markdown (newlines \\n) that any CommonMark parser reads right.

    `mdx`: imports, exports and JSX are code of the page. `templated`: `{{ value }}` is filled in by the
    generator, so it is nothing the reader sees; elsewhere its words stay. `vault`: Obsidian's comments and
    block ids.
    """

    def prose(text: str) -> str:
        text = _drop_between(text, "<!--", "-->")
        if vault:
            text = _BLOCK_ID.sub("", _drop_between(_drop_between(text, "%%", "%%"), "<%", "%>"))
        if mdx:
            text = _drop_between(_drop_esm(text), "{/*", "*/}")
            text = _JSX_STYLE.sub("", _JSX_TAG.sub(" ", text))
        if "{" in text:
            text = _without_templates(text, templated)
        if "[" in text:
            text = _TISTORY.sub(" ", _CALLOUT.sub(r"\1", text) if "[!" in text else text)
        if "[[" in text:
            text = _WIKILINK.sub(_wikilink_words, text)
        if ":::" in text:
            text = _ADMONITION.sub(lambda found: f"\n{(found[1] or found[2] or '').strip()}\n", text)
        if "==" in text:
            text = _HIGHLIGHT.sub(r"\1", text)
        return _HEADING_WITHOUT_SPACE.sub(r"\1 ", text) if "##" in text else text

    source = _admonitions(_fence_shortcodes(source))
    return "".join(text if is_code else _outside_code_spans(text, prose) for is_code, text in _split(source))


def _split(source: str) -> Iterator[tuple[bool, str]]:
    """Stretches of lines, each inside (True) or outside fenced code; the fences belong to the code."""
    stretch: list[str] = []
    fence = ""
    for line in source.splitlines(keepends=True):
        found = _FENCE.match(line) if "``" in line or "~~" in line else None
        if not fence and found and not ("`" in found[1] and "`" in found[2]):
            yield False, "".join(stretch)
            stretch, fence = [line], found[1]
        elif fence and found and found[1].startswith(fence) and not found[2].strip():
            yield True, "".join([*stretch, line])
            stretch, fence = [], ""
        else:
            stretch.append(line)
    yield bool(fence), "".join(stretch)


def _outside_code_spans(text: str, change: Callable[[str], str]) -> str:
    """`change` applied to what is between code spans and raw code elements.

    The spans are put back afterwards, so that a link or comment around one is still seen whole.
    """
    if "`" not in text and "<" not in text:
        return change(text)
    spans: list[str] = []
    kept: list[str] = []
    at = 0
    lower = text.lower() if "<" in text else ""
    last = {name: lower.rfind(f"</{name}") for name in ("pre", "code", "script", "style", "textarea")}
    while found := _CODE_SPAN.search(text, at):
        end = found.end()
        if found[2]:
            name = found[2].lower()
            end = lower.find(f"</{name}", end) if last[name] >= end else end
        kept += [text[at : found.start()], f"\ue000{len(spans)}\ue001"]
        spans.append(text[found.start() : end])
        at = end
    kept.append(text[at:])
    if not spans:
        return change(text)
    changed = change("".join(kept))
    return re.sub("\ue000(\\d+)\ue001", lambda mark: spans[int(mark[1])] if int(mark[1]) < len(spans) else "", changed)


def _drop_between(text: str, opening: str, closing: str) -> str:
    """Without every `opening ... closing`; an opening that nothing closes stays."""
    kept: list[str] = []
    at = 0
    while (start := text.find(opening, at)) >= 0 and (end := text.find(closing, start + len(opening))) >= 0:
        kept += [text[at:start], "\n" * min(text.count("\n", start, end), 2)]
        at = end + len(closing)
    return "".join([*kept, text[at:]]) if kept else text


def _fence_shortcodes(source: str) -> str:
    """Code between shortcodes becomes fenced code, where every opening one has its end."""
    openings, ends = len(_CODE_SHORTCODE.findall(source)), len(_CODE_SHORTCODE_END.findall(source))
    if openings == 0 or openings != ends:
        return source
    return _CODE_SHORTCODE_END.sub("\n~~~~~\n", _CODE_SHORTCODE.sub("\n~~~~~\n", source))


def _admonitions(source: str) -> str:
    """Python-Markdown's `!!! note "title"`: the indented lines below are prose, which CommonMark would call
    code.
    """
    if "!!! " not in source and "??? " not in source and "???+ " not in source:
        return source
    lines: list[str] = []
    inside = False
    for line in source.split("\n"):
        found = _MKDOCS_ADMONITION.match(line)
        if found:
            inside = True
            lines.append(f"\n{found[1] or ''}\n")
        elif inside and (not line.strip() or line.startswith(("    ", "\t"))):
            lines.append(line[1:] if line.startswith("\t") else line[4:])
        else:
            inside = False
            lines.append(line)
    return "\n".join(lines)


def _without_templates(text: str, templated: bool) -> str:
    """Shortcodes leave their captions, Liquid tags nothing, values their words unless the generator fills
    them in.
    """
    text = _drop_between(text, "{% comment %}", "{% endcomment %}")
    text = _SHORTCODE.sub(_shortcode_words, text)
    text = _LIQUID_VALUE.sub("" if templated else r"\1", text)
    return _KRAMDOWN.sub("", _LIQUID_TAG.sub("", text))


def _shortcode_words(found: re.Match[str]) -> str:
    captions = (each[1] or each[2] or each[3] for each in _CAPTION.finditer(found[2]))
    return " ".join(caption for caption in captions if caption and "://" not in caption)


def _wikilink_words(found: re.Match[str]) -> str:
    """The label, else the name of the page; an embedded picture has no words."""
    embedded, target, label = found[1], found[2], found[3]
    if embedded and _MEDIA.search(target):
        return ""
    return (label or target.replace("#", " ").rsplit("/", 1)[-1]).strip()


def _drop_esm(text: str) -> str:
    """MDX: a block of lines that begins with an import or export is code up to the next blank line."""
    lines: list[str] = []
    inside = False
    for line in text.split("\n"):
        inside = bool(line.strip()) and (inside or bool(_ESM.match(line)))
        if not inside:
            lines.append(line)
    return "\n".join(lines)
