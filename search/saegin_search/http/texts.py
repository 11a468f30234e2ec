"""The page's own words, in Korean and English, and which of the two a reader wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from saegin_search.results import Interpretation

_MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, slots=True)
class Texts:
    """All that the page says. `notes` has wordings by kind of interpretation; what is not there is said as it comes."""

    lang: str
    search: str
    search_in: str
    description: str
    field: str
    sort: str
    sorts: Mapping[str, str]
    tags: str
    years: str
    filters: str
    without: str
    after: str
    before: str
    found: str
    nothing: str
    nothing_help: str
    search_exactly: str
    is_exact: str
    search_freely: str
    did_you_mean: str
    previous: str
    following: str
    pages: str
    no_index: str
    failed: str
    api: str
    notes: Mapping[str, str]

    def date(self, date: datetime) -> str:
        """A day, written out."""
        if self.lang == "ko":
            return f"{date.year}년 {date.month}월 {date.day}일"
        return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"

    def note(self, note: Interpretation) -> str:
        """What is told of how the query was understood."""
        wording = self.notes.get(note.kind)
        return wording.format(typed=note.original, meant=note.replacement) if wording else note.text


KOREAN = Texts(
    lang="ko",
    search="검색",
    search_in="{site} 검색",
    description="블로그의 글 {posts}개에서 찾습니다.",
    field="찾을 말",
    sort="순서",
    sorts={"relevance": "관련도순", "newest": "최신순", "oldest": "오래된순"},
    tags="태그",
    years="연도",
    filters="걸린 조건",
    without="{condition} 조건 빼기",
    after="{date} 이후",
    before="{date} 이전",
    found="글 {total}개",
    nothing="{query}(으)로 찾은 글이 없습니다.",
    nothing_help="낱말을 줄이거나 다르게 써 보세요.",
    search_exactly="입력한 그대로 찾기",
    is_exact="입력한 그대로만 찾았습니다.",
    search_freely="비슷한 말도 찾기",
    did_you_mean="{meant}(으)로 찾기",
    previous="이전",
    following="다음",
    pages="쪽 이동",
    no_index="아직 색인이 없습니다. 잠시 뒤에 다시 열어 주세요.",
    failed="지금은 검색할 수 없습니다. 잠시 뒤에 다시 열어 주세요.",
    api="검색 API",
    notes={},
)

ENGLISH = Texts(
    lang="en",
    search="Search",
    search_in="Search {site}",
    description="Searches the {posts} posts of this blog.",
    field="Search for",
    sort="Order",
    sorts={"relevance": "Best match", "newest": "Newest", "oldest": "Oldest"},
    tags="Tags",
    years="Years",
    filters="Filters",
    without="Remove {condition}",
    after="from {date} on",
    before="before {date}",
    found="{total} found",
    nothing="No posts found for {query}.",
    nothing_help="Try fewer or other words.",
    search_exactly="Search for {query} only",
    is_exact="Only the words as typed were searched.",
    search_freely="Search for similar words too",
    did_you_mean="Search for {meant}",
    previous="Previous",
    following="Next",
    pages="Pages",
    no_index="There is no index yet. Please come back in a moment.",
    failed="Search is not possible right now. Please come back in a moment.",
    api="Search API",
    notes={
        "keyboard": "Keyboard layout: {typed} → {meant}",
        "choseong": "Initial consonants: {typed} → {meant}",
        "prefix": "Completed: {typed} → {meant}",
        "spacing": "Spacing ignored: {typed} = {meant}",
        "typo": "Read as a typing mistake: {typed} → {meant}",
        "transliteration": "{typed} = {meant}",
        "synonym": "Same meaning: {typed} = {meant}",
        "year": "Posts of {meant} come first",
        "some-words": "No post has all the words; these have some of them",
        "nearly-all-words": "With posts that lack a word but fit nearly as well",
        "without-filters": "There are posts without the filters",
        "fallback": "Part of the search is down; found by a copy that may be older",
        "tags": "Tags of this blog: {meant}",
    },
)

LANGUAGES = {"ko": KOREAN, "en": ENGLISH}


def texts_for(lang: str | None, accept_language: str) -> Texts:
    """The texts in `lang` if there are any, else in what the Accept-Language header likes best, else Korean."""
    if lang in LANGUAGES:
        return LANGUAGES[lang]
    return LANGUAGES[max(LANGUAGES, key=lambda each: _quality(each, accept_language))]


def _quality(lang: str, accept_language: str) -> float:
    """How much a header wants a language; of languages wanted equally the first one written counts more."""
    ranges = accept_language.lower().split(",")[:20]
    for place, each in enumerate(ranges):
        name, _, quality = each.strip().partition(";q=")
        if name.partition("-")[0] == lang:
            try:
                return float(quality or 1) - place / 1000
            except ValueError:
                return 0.0
    return 0.0
