"""Answers laid out for a terminal, where a Hangul syllable is two columns wide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from saegin_search.columns import cell_len
from saegin_search.query import printable
from saegin_search.results import Hit, Interpretation, Results, Snippet, Suggestion

if TYPE_CHECKING:
    from saegin_index.posts.problems import Examination
    from saegin_index.store.verify import Damage
    from saegin_search.new_words import NewWord

_LINES_PER_HIT = 4  # of snippets
_FINDINGS_SHOWN = 5  # of a kind
_INDENT = "    "
_BOLD, _DIM, _MARK, _LINK, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[1;33m", "\x1b[36m", "\x1b[0m"
_WORDS = re.compile(r"\s*\S+|\s+")


def render(results: Results, offset: int, site_url: str, width: int, colour: bool) -> Iterator[str]:
    """The lines of an answer: notes, a count, and each hit with its snippets.

    At most `width` columns wide, but for addresses, which are of no use when cut.
    """
    for line in note_lines(results.interpretations):
        yield from (_styled(line[start:end], _DIM, colour) for start, end in wrap(line, width))
    shown = f"{offset + 1}-{offset + len(results.hits)} of " if results.total > len(results.hits) else ""
    posts = "post" if results.total == 1 else "posts"
    yield _styled(f"{shown}{results.total} {posts}", _DIM, colour)
    for number, hit in enumerate(results.hits, offset + 1):
        yield ""
        yield from _hit(number, hit, site_url, width, colour)


def note_lines(notes: Sequence[Interpretation]) -> Iterator[str]:
    """How a query was understood, a line each; what was only meant perhaps is one line, how to search literally too."""
    same = [note for note in notes if note.applied and note.kind == "transliteration"]
    others = [note for note in notes if note.kind != "transliteration"]
    yield from (f"※ {printable(note.text)}" for note in others if note.applied)
    if same:
        first, *further = same
        pairs = [first.text, *(f"{note.original} = {note.replacement}" for note in further)]
        yield f"※ {printable(', '.join(pairs))}"
    doubts = [note.replacement for note in notes if note.original and not note.applied]
    if doubts:
        yield f"※ 혹시 이 말인가요? {printable(', '.join(doubts))}"
    yield from (f"※ {printable(note.text)}" for note in others if not note.applied and not note.original)
    if any(note.applied and note.original for note in others):
        yield "※ 쓴 그대로 찾으려면 --exact"


def render_suggestions(suggestions: Sequence[Suggestion], width: int, colour: bool) -> Iterator[str]:
    """The lines of completions: each with what it is and in how many posts, or where its post is."""
    for suggestion in suggestions:
        about = suggestion.url if suggestion.kind == "title" else _count(suggestion.count, "post")
        mark = "#" if suggestion.kind == "tag" else ""
        text = fit(mark + printable(suggestion.text), width)
        room = width - cell_len(text) - 2
        yield text if room < 12 else f"{text}  {_styled(fit(printable(about), room), _DIM, colour)}"


def _hit(number: int, hit: Hit, site_url: str, width: int, colour: bool) -> Iterator[str]:
    label = f"{number:>2}. "
    date = hit.date.date().isoformat() if hit.date else ""
    room = width - cell_len(label) - (len(date) + 2 if date else 0)
    title = fit(printable(hit.title), room)
    gap = " " * (room - cell_len(title) + 2) if date else ""
    yield f"{label}{_styled(title, _BOLD, colour)}{gap}{_styled(date, _DIM, colour)}".rstrip()
    yield _INDENT + _styled(printable(urljoin(site_url, hit.url)), _LINK, colour)
    if hit.tags:
        yield _INDENT + _styled(
            fit(" ".join(f"#{printable(tag)}" for tag in hit.tags), width - len(_INDENT)), _DIM, colour
        )
    if hit.sections:
        headings = " · ".join(printable(section.heading) for section in hit.sections)
        yield _INDENT + _styled(fit(f"› {headings}", width - len(_INDENT)), _DIM, colour)
    lines = [line for snippet in hit.snippets for line in _snippet(snippet, width - len(_INDENT) - 1, colour)]
    more = "…" if len(lines) > _LINES_PER_HIT else ""
    for number, line in enumerate(lines[:_LINES_PER_HIT], 1):
        yield _INDENT + line + (more if number == _LINES_PER_HIT else "")


def _snippet(snippet: Snippet, width: int, colour: bool) -> Iterator[str]:
    text = printable(snippet.text)
    for start, end in wrap(text, width):
        yield _marked(text, start, end, snippet.marks) if colour else text[start:end]


def render_new_words(words: Iterable[NewWord]) -> Iterator[str]:
    """Lines for dictionary.txt. The first is a comment, as the file's last line may lack its end."""
    yield "# suggested by saegin: take out what is no word, then run `saegin index`"
    for new in words:
        yield f"{new.word}  # {new.occurrences} in {new.posts} posts: {printable(new.example)}"


def render_check(damage: Sequence[Damage], examination: Examination, width: int, colour: bool) -> Iterator[str]:
    """The lines of a check: a count, then what was found, by kind; long lists are cut short."""
    problems, left_out = examination.problems, examination.left_out
    counts = (_count(examination.posts, "post"), _count(len(problems), "problem"), _count(len(left_out), "file"))
    yield _styled("{}, {}, {} left out".format(*counts), _DIM, colour)
    files = _grouped((each.problem, (each.file,)) for each in damage)
    yield from _findings("damaged", files, "file", width, colour)
    for kind in dict.fromkeys(problem.kind for problem in problems):
        posts = _grouped((problem.message, problem.paths) for problem in problems if problem.kind == kind)
        yield from _findings(kind, posts, "post", width, colour)
    reasons = _grouped((reading.left_out, (reading.path,)) for reading in left_out)
    yield from _findings("left out", reasons, "file", width, colour)


def _grouped(findings: Iterable[tuple[str, Iterable[str]]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for message, paths in findings:
        groups.setdefault(message, []).extend(paths)
    return groups


def _findings(kind: str, found: Mapping[str, Sequence[str]], unit: str, width: int, colour: bool) -> Iterator[str]:
    if not found:
        return
    concerned = _count(len({path for paths in found.values() for path in paths}), unit)
    yield ""
    yield f"{_styled(kind, _BOLD, colour)} {_styled(f'({concerned})', _DIM, colour)}"
    for message, paths in islice(found.items(), _FINDINGS_SHOWN):
        yield from _indented(message, 2, width)
        for path in paths[:_FINDINGS_SHOWN]:
            yield from _indented(path, 4, width)
        yield from _more(len(paths), 4, colour)
    yield from _more(len(found), 2, colour)


def _more(number: int, indent: int, colour: bool) -> Iterator[str]:
    if number > _FINDINGS_SHOWN:
        yield " " * indent + _styled(f"and {number - _FINDINGS_SHOWN} more (--json lists all)", _DIM, colour)


def _indented(text: str, indent: int, width: int) -> Iterator[str]:
    text = printable(text)
    return (" " * indent + text[start:end] for start, end in wrap(text, width - indent))


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def wrap(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Where each line of the text starts and ends, broken at spaces, or inside a word wider than a line."""
    start = end = 0
    used = 0
    for match in _WORDS.finditer(text):
        word = match.group()
        if used and used + cell_len(word) > width:
            yield start, end
            start = match.end() - len(word.lstrip())
            word, used = word.lstrip(), 0
        end = match.end()
        used += cell_len(word)
        while used > width:
            head = fit_length(text[start:end], width)
            yield start, start + head
            start += head
            used = cell_len(text[start:end])
    if end > start:
        yield start, end


def fit(text: str, width: int) -> str:
    """The text, cut with an ellipsis when it is wider than `width` columns."""
    if cell_len(text) <= width:
        return text
    return text[: fit_length(text, max(width - 1, 0))] + "…"


def fit_length(text: str, width: int) -> int:
    """How many characters of the text fit into `width` columns; at least one, so that wrapping ends."""
    used = 0
    for length, character in enumerate(text):
        used += cell_len(character)
        if used > width:
            return max(length, 1)
    return len(text)


def _marked(text: str, start: int, end: int, marks: Iterable[tuple[int, int]]) -> str:
    pieces: list[str] = []
    last = start
    for first, after in marks:
        first, after = max(first, start), min(after, end)
        if first < after:
            pieces += [text[last:first], _MARK, text[first:after], _RESET]
            last = after
    return "".join([*pieces, text[last:end]])


def _styled(text: str, style: str, colour: bool) -> str:
    return f"{style}{text}{_RESET}" if colour and text else text
