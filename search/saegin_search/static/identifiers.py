"""Which words of a script are names, and the script with shorter ones in their place.

Who reads the sources wants names that speak, who reads the blog wants few bytes, and a fifth of the engine's are names.
In a module a name gets the same short one wherever it stands, so that what is declared where need not be known: what
shadowed another name still shadows it, and no new name is one that was there before. What has to be known is whether a
word is a variable at all (`from`), or a property (`range.from`), a key (`{ from: 1 }`), or both (`{ from }`), and
whether the module declares it or the browser does. The brackets that it stands in tell that, in sources like ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from string import ascii_letters, digits

from saegin_search.minified import tokens

KEYWORDS = frozenset(
    "arguments async await break case catch class const continue debugger default delete do else eval export extends"
    " false finally for function if import in instanceof let new null of return static super switch this throw true try"
    " typeof undefined var void while with yield".split()
)
_DECLARING = frozenset({"const", "let", "function", "class"})
_NO_PARAMETERS = frozenset({"if", "for", "while", "switch"})
_BEFORE_BLOCK = frozenset({"", ")", "=>", ";", "{", "}", "else", "try", "finally", "do", "catch"})
_BEFORE_BINDING = frozenset({"(", ",", "[", "{", ":", "..."})
_MODIFIERS = frozenset({"get", "set", "async", "static", "*"})
_BEFORE_MEMBER = frozenset({"{", ",", ";", "}"}) | _MODIFIERS
_CLOSING = {")": "(", "]": "[", "}": "{"}


@dataclass(slots=True)
class _Bracket:
    """What an open bracket holds."""

    kind: str  # ( or [, or of braces: block, object, class
    binds: bool = False  # parameters, or what is taken apart into names
    declares: bool = False  # between const and its semicolon
    is_case: bool = False  # between case and its colon
    ends_case: bool = False  # after a colon of that kind

    @property
    def is_pattern(self) -> bool:
        return self.binds and self.kind != "("


class Identifiers:
    """The names in a script."""

    def __init__(self, source: str) -> None:
        """Raises ScriptError."""
        self._tokens = list(tokens(source))
        self._places = [place for place, (kind, _) in enumerate(self._tokens) if kind not in ("space", "comment")]
        self._texts = [self._tokens[place][1] for place in self._places]
        self._parameters = set(self._parameter_lists())
        self._variables: dict[int, str] = {}
        self._shorthand: set[int] = set()
        self.declared: set[str] = set()
        """Names that the script declares, wherever."""
        self.outermost: set[str] = set()
        """Those that it declares outside of everything."""
        self._read()

    @property
    def used(self) -> list[str]:
        """The names that stand in the script, as often as they do."""
        return list(self._variables.values())

    @property
    def private(self) -> list[str]:
        """Names of private members, `#text`, as often as they stand there."""
        return [text for text in self._texts if text.startswith("#")]

    def renamed(self, names: Mapping[str, str]) -> str:
        """The script with other names for some; private ones begin with `#`."""
        texts = [text for _, text in self._tokens]
        for number, text in enumerate(self._texts):
            if text.startswith("#"):
                texts[self._places[number]] = names.get(text, text)
        for number, name in self._variables.items():
            key = f"{name}:" if number in self._shorthand and name in names else ""
            texts[self._places[number]] = key + names.get(name, name)
        return "".join(texts)

    def _text(self, number: int) -> str:
        return self._texts[number] if 0 <= number < len(self._texts) else ""

    def _parameter_lists(self) -> Iterator[int]:
        """Where the parentheses open that have the parameters of a function in them."""
        opened: list[int] = []
        for number, text in enumerate(self._texts):
            if text == "(":
                opened.append(number)
            elif text == ")":
                start = opened.pop()
                follows, before = self._text(number + 1), self._text(start - 1)
                if follows == "=>" or (follows == "{" and before not in _NO_PARAMETERS):
                    yield start

    def _read(self) -> None:
        """Find the names, and where they are declared."""
        stack = [_Bracket("block")]
        in_class_head = False
        for number, text in enumerate(self._texts):
            inner, before = stack[-1], self._text(number - 1)
            kind = self._tokens[self._places[number]][0]
            if kind == "template":
                if text.startswith("}"):
                    stack.pop()
                if text.endswith("${"):
                    stack.append(_Bracket("("))
            elif text in ("(", "[", "{"):
                stack.append(self._opened(number, inner, in_class_head))
                in_class_head = in_class_head and text != "{"
            elif text in _CLOSING:
                stack.pop()
            elif text == ";":
                inner.declares = False
            elif text == ":":
                inner.is_case, inner.ends_case = False, inner.is_case
            elif kind == "word" and not text[0].isdigit() and not text.startswith("#"):
                if self._is_name(number, inner):
                    self._name(number, inner, is_outermost=all(each.is_pattern for each in stack[1:]))
                elif before not in (".", "?."):
                    in_class_head = in_class_head or (text == "class" and self._text(number + 1) != ":")
                    inner.declares = (inner.declares or text in ("const", "let")) and text not in ("of", "in")
                    inner.is_case = inner.is_case or (text in ("case", "default") and inner.kind == "block")

    def _opened(self, number: int, outer: _Bracket, is_class: bool) -> _Bracket:
        text, before = self._text(number), self._text(number - 1)
        starts_pattern = before in ("const", "let") or (before == "," and outer.declares and outer.kind == "block")
        binds = starts_pattern or (outer.binds and before in _BEFORE_BINDING)
        if text == "(":
            return _Bracket("(", binds=number in self._parameters)
        if text == "[":
            return _Bracket("[", binds=binds)
        if is_class:
            return _Bracket("class")
        is_block = before in _BEFORE_BLOCK and not binds
        is_case = before == ":" and outer.ends_case
        return _Bracket("block") if is_block or is_case else _Bracket("object", binds=binds)

    def _is_name(self, number: int, inner: _Bracket) -> bool:
        """Whether a word is a name of something, and not a property, a key or a part of the language."""
        text, before, after = self._text(number), self._text(number - 1), self._text(number + 1)
        if text in KEYWORDS or before in (".", "?."):
            return False
        if inner.kind not in ("object", "class") or before not in _BEFORE_MEMBER:
            return True
        is_modifier = text in _MODIFIERS and after[:1] not in ("(", "=", ":", ",", "}", ";")
        if inner.kind == "class" or is_modifier:
            return False
        return after not in (":", "(")

    def _name(self, number: int, inner: _Bracket, *, is_outermost: bool) -> None:
        text, before, after = self._text(number), self._text(number - 1), self._text(number + 1)
        self._variables[number] = text
        if inner.kind == "object" and before in ("{", ",") and after in (",", "}", "="):
            self._shorthand.add(number)
        is_declared = (
            before in _DECLARING
            or (before == "*" and self._text(number - 2) == "function")
            or (inner.binds and before in _BEFORE_BINDING)
            or (inner.declares and inner.kind in ("block", "(") and before == ",")
            or after == "=>"
        )
        if is_declared:
            self.declared.add(text)
            if is_outermost and after != "=>":
                self.outermost.add(text)


def short_names(taken: set[str]) -> Iterator[str]:
    """Names from the shortest on, none of them taken or a part of the language."""
    for length in range(1, 5):
        for letters in product(ascii_letters, *[ascii_letters + digits] * (length - 1)):
            name = "".join(letters)
            if name not in taken and name not in KEYWORDS:
                yield name
