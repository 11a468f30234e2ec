"""Whether a post is for everyone: what its front matter says, and what lines say that no parser could read.

A post that should have been found is missed and mended; one that should have stayed private is not taken
back. So whatever could mean "not yet" or "not for everyone" keeps a post out, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from saegin_index.posts.characters import composed, visible
from saegin_index.posts.conventions import fold_key

_TRUTHS = {
    **dict.fromkeys(("yes", "on", "1", "y", "t", "예", "네"), "true"),
    **dict.fromkeys(("no", "off", "0", "n", "f", "none", "null", "nil", "아니오", "아니요"), "false"),
}
_AROUND = " \t\n\"'`[]{}();,.!"
_WORD = re.compile(r"\b[^\W\d_][\w-]*")
# A key and its value at the beginning of a line, or of an item within one. A line beginning with # is a comment.
_SAID = re.compile(
    r"""(?:^|[,{\[\]])[^\w#,{\[\]]*(\w[\w .-]{0,40}?)["'`]*\s*[:=]+\s*(?=([\[{].{0,200}|[^,}]{0,200}))"""
)


def truth(word: str) -> str:
    """The word, with the many ways to say yes and no made "true" and "false"."""
    folded = visible(composed(word, "NFKC")).casefold().strip(_AROUND)
    return _TRUTHS.get(folded, folded)


def why_withheld(keys: Mapping[str, str | list[str]], drafts: Mapping[str, tuple[str, ...]]) -> str:
    """The author's wish in the words of the front matter; "" when there is none.

    `drafts` is as in conventions.py. A nested key (`extra.draft`, `draft.value`) is as good as an outer one.
    """
    for key, value in keys.items():
        reason = _reason(key, [value] if isinstance(value, str) else value, drafts)
        if reason:
            return reason
    return ""


def why_withheld_unread(text: str, drafts: Mapping[str, tuple[str, ...]]) -> str:
    """The same, line by line, for front matter that no parser read as a whole."""
    open_key = ""
    for line in visible(composed(text, "NFKC")).splitlines():
        pairs = _SAID.findall(line)
        for key, value in pairs:
            reason = _reason(fold_key(key), [value.split(" #")[0]], drafts)
            if reason:
                return reason
        if open_key and not pairs and (word := truth(line.strip().lstrip("- "))) in drafts.get(open_key, ()):
            return _reason(open_key, [word], drafts)
        if line.strip():
            open_key = fold_key(pairs[-1][0]) if pairs and not pairs[-1][1].strip() else ""
    return ""


def _reason(key: str, said: Iterable[str], drafts: Mapping[str, tuple[str, ...]]) -> str:
    for part in (key, *key.split(".")) if "." in key else (key,):
        refused = drafts.get(part, ())
        for whole in map(truth, said) if refused else ():
            word = next((word for word in (whole, *_WORD.findall(whole)) if word in refused), "")
            anything = "*" in refused and whole not in ("", "false")
            if word == "draft" or (part in ("draft", "isdraft") and (word or anything)):
                return "draft"
            if word:
                return f"{part}: {word}"
            if anything:
                return part  # without the value: it may be a password
    return ""
