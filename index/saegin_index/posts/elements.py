"""What HTML elements and classes mean to a reader: blocks, code, or no text at all."""

from __future__ import annotations

# fmt: off
HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Begin and end a line of text.
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr",
    "html", "legend", "li", "main", "nav", "ol", "option", "p", "section", "summary", "table", "tbody",
    "tfoot", "thead", "tr", "ul",
})
# Keep their lines and spaces.
CODE = frozenset({
    "listing", "pre", "textarea", "xmp",
})
# Content that is no text of the post.
DROPPED = frozenset({
    "applet", "audio", "button", "canvas", "embed", "frame", "head", "iframe", "input", "link", "map",
    "meta", "noembed", "noframes", "noscript", "object", "script", "style", "svg", "template", "video",
})
# Never closed, or closed by what follows.
VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "li", "link", "meta", "p", "param",
    "source", "track", "wbr",
})
# Elements whose class is worth a look.
CLASSED = frozenset({
    "a", "aside", "code", "div", "figure", "li", "ol", "p", "pre", "section", "span", "sup", "table",
    "td", "ul",
})
# Line numbers, permalinks and the like, written beside the text by highlighters and themes.
DROPPED_CLASSES = frozenset({
    "anchor", "blob-num", "footnote-backref", "footnote-definition-label", "footnote-reference", "gutter",
    "header-anchor", "headerlink", "katex-html", "line-number", "line-numbers", "line-numbers-rows",
    "lineno", "linenodiv", "linenos", "lnt", "rouge-gutter", "sr-only",
})
# Highlighters that build code from tables and divs, without a <pre>.
CODE_CLASSES = frozenset({
    "colorscripter-code", "dp-highlighter", "syntaxhighlighter",
})
# fmt: on
