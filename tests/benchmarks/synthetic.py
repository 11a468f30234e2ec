"""Made-up Korean posts in any number, for what only shows in large blogs.

    python -m tests.benchmarks.synthetic FOLDER COUNT [SEED]

They are meant to be like a real blog of 970 posts in what an index costs: how long posts are, how often the words of
each rank come, how fast the vocabulary grows (Heaps' exponent of written words .77, of terms .65), how much a post
repeats itself, how much of it is Latin. Nothing is meant by them. A post depends on its number and the seed alone, so
the first thousand of ten thousand posts are those of a blog of one thousand.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

_NOUNS = """
사람 시간 생각 문제 방법 개발 서버 코드 회사 이야기 글 책 데이터 검색 블로그 경험 프로그램 언어 함수 파일 결과 내용
정보 서비스 사용자 기능 시스템 환경 설정 테스트 성능 구조 설계 구현 도구 화면 버튼 메뉴 문서 기록 공부 학교 학생 선생
친구 가족 부모 아이 여행 사진 영화 음악 노래 그림 커피 점심 저녁 아침 주말 오늘 어제 내일 작년 올해 겨울 여름 가을 봄
바람 하늘 바다 강 산 도시 서울 부산 제주 한국 일본 미국 유럽 세계 역사 문화 사회 경제 정치 돈 시장 가격 비용 투자 주식
은행 보험 세금 계약 회의 발표 준비 계획 목표 과정 단계 시작 마지막 처음 다음 이번 지난 동안 정도 부분 전체 하나 둘 셋
여러 모두 대부분 일부 조금 가장 매우 자주 항상 이미 아직 그냥 다시 함께 팀 동료 대표 직원 면접 채용 이직 연봉 퇴사
입사 출근 퇴근 회고 성장 실수 실패 성공 도전 변화 선택 결정 판단 기준 원칙 가치 의미 이유 목적 원인 해결 개선 관리
운영 배포 장애 로그 오류 예외 버그 수정 변경 추가 삭제 저장 조회 요청 응답 처리 연결 통신 보안 인증 권한 암호 계정
비밀 메일 메시지 알림 주소 이름 번호 날짜 숫자 문자 문장 단어 제목 본문 댓글 링크 목록 표 그래프 지도 위치 거리 속도
크기 높이 무게 온도 날씨 건강 운동 달리기 수영 자전거 자동차 지하철 버스 기차 비행기 공항 호텔 식당 음식 요리 고기
생선 채소 과일 빵 우유 물 술 맥주 와인 집 방 문 창문 책상 의자 침대 부엌 청소 빨래 정리 물건 옷 신발 가방 시계 안경
전화 휴대폰 노트북 키보드 마우스 모니터 카메라 라이브러리 프레임워크 데이터베이스 인터페이스 클래스 객체 변수 배열
문자열 알고리즘 자료 모델 학습 추천 분석 통계 실험 가설 논문 연구
""".split()
_VERBS = """
보 가 오 쓰 읽 만들 알 모르 찾 얻 받 주 남 바꾸 배우 가르치 느끼 믿 먹 마시 입 벗 앉 서 걷 뛰 놀 쉬 자 살 죽 웃
""".split()
_LATIN = """
python java javascript docker linux git api web server client data http json test google apple windows mac app ios
android aws db sql mysql redis django flask spring node react vue css html code class function import return print def
self url id key value list map set queue cache log error debug build deploy cloud kubernetes search index
""".split()
_SYLLABLES = """
가 각 간 감 강 개 거 건 격 견 경 계 고 공 과 관 광 교 구 국 군 권 귀 규 극 근 금 급 기 난 남 내 노 단 담 당 대 도 독
동 두 등 락 란 래 량 력 련 령 로 론 료 류 률 리 림 마 만 매 면 명 모 목 무 문 미 민 박 반 발 방 배 백 번 법 변 별 병
보 복 본 봉 부 분 비 사 산 살 상 색 생 서 석 선 설 성 세 소 속 손 송 수 순 술 시 식 신 실 심 안 약 양 어 업 역 연 열
영 예 오 온 완 왕 외 용 우 운 원 위 유 육 은 음 의 이 인 일 임 입 자 작 장 재 적 전 절 점 정 제 조 족 종 주 준 중 지
직 진 질 집 차 착 참 창 채 책 처 천 철 청 체 초 총 최 추 축 출 충 측 치 친 침 통 퇴 투 특 파 판 편 평 포 표 품 풍 필
하 학 한 합 항 해 행 향 허 험 현 형 호 화 확 환 활 황 회 효
""".split()
_LOANED = """
카 커 코 쿠 크 키 타 터 토 투 트 티 파 퍼 포 푸 프 피 라 러 로 루 르 리 마 머 모 무 미 바 버 보 부 브 비 사 서 소 수
스 시 나 너 노 누 니 다 더 도 두 드 디 아 어 오 우 이 자 저 조 주 지 칸 컨 콘 탄 턴 톤 팔 펄 폴 란 런 론 린 만 먼 몬
반 번 본 산 선 손 신 난 넌 논 닌 단 던 돈 딘 안 언 온 인 킹 팅 핑 링 밍 빙 싱 닝 딩 킬 틸 필 릴 밀 빌 실 닐 딜 클 틀
플 블 슬 들 컴 텀 펌
""".split()
_LETTERS = """
ba be bo co da de di do fi ge go ha in ka la le li lo ma me mi mo na ne no pa pe po ra re ri ro sa se si
""".split()

# Endings with how often they come, out of 100; nouns ending in a vowel, in a consonant, in ㄹ, verbs, Latin words.
_AFTER_VOWEL = (
    "'':34 를:11 가:9 는:9 의:7 에:8 에서:4 로:4 도:3 와:3 만:1 까지:1 부터:1 라는:1 하는:1 하고:1 한:1 했던:1"
)
_AFTER_CONSONANT = (
    "'':34 을:11 이:9 은:9 의:7 에:8 에서:4 으로:4 도:3 과:3 만:1 까지:1 부터:1 이라는:1 하는:1 하고:1 한:1 했던:1"
)
_AFTER_VERB = "고:22 는:22 지:9 기:9 게:9 던:5 겠지만:4 거나:5 지만:6 도록:4 는데:5"
_ENDS = ("다.", "이다.", "이다.", "지 않았다.", "였다.")

_WORDS = 1 << 21  # more than a hundred thousand posts have
_BEND = 3000  # the rank from where on words get rarer faster
_REPEATED = 0.35  # of a post's words, those that it has had before
_MEDIAN_WORDS, _MOST_WORDS = 185, 2800
_SHORTER, _LONGER = 1.5, 0.85  # how far lengths spread to both sides, as deviations of logarithms
_FIRST_DAY, _DAYS = date(2007, 1, 1), 7000


@dataclass(frozen=True, slots=True)
class _Plan:
    """A post before it is written out: ranks of its words, of those of its title, of its tags; chances for the rest."""

    words: NDArray[np.int64]
    title: list[int]
    tags: list[int]
    day: date
    endings: NDArray[np.int64]
    breaks: NDArray[np.float64]


def write_posts(folder: Path, count: int, seed: int = 0) -> None:
    """Write so many posts into a folder."""
    for number in range(count):
        plan = _plan(number, seed)
        path = folder / f"{number // 1000:03}" / f"post-{number:06}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        title = " ".join(_inflected(rank, ending) for rank, ending in zip(plan.title, plan.endings, strict=False))
        tags = ", ".join(dict.fromkeys(map(_word, plan.tags)))
        head = f'---\ntitle: "{title}"\ndate: {plan.day}\ntags: [{tags}]\n---\n\n'
        path.write_text(head + _body(plan), encoding="utf-8")


def queries(count: int, posts: int, seed: int = 0) -> list[str]:
    """What readers may ask for who remember one of the posts: words of titles, and of texts."""
    asked = []
    for number in range(count):
        plan = _plan(number * posts // count, seed)
        title = plan.title
        rare = [rank for rank in sorted(set(plan.words.tolist()), reverse=True) if rank not in title]
        of_text = rare[len(rare) // 4 :]
        ranks = [title[:2], [*title[:1], *of_text[:1]], of_text[:1] or title][number % 3]
        asked.append(" ".join([*map(_word, ranks[:-1]), _inflected(ranks[-1], int(plan.endings[0]))]))
    return asked


def _plan(number: int, seed: int) -> _Plan:
    chance = np.random.default_rng([seed, number])
    deviation = NormalDist().inv_cdf(min(max(chance.random(), 1e-6), 1 - 1e-6))
    length = _MEDIAN_WORDS * np.exp((_LONGER if deviation > 0 else _SHORTER) * deviation)
    size = int(min(max(length, 8), _MOST_WORDS))
    words = np.searchsorted(_shares(), chance.random(size))
    repeated = np.flatnonzero(chance.random(size) < _REPEATED)
    words[repeated] = words[(chance.random(len(repeated)) * repeated).astype(np.int64)]
    few = words[: 2 + int(chance.random() * 5)]
    tags = np.searchsorted(_shares(), chance.random(1 + int(chance.random() * 8)) * 0.7)
    return _Plan(
        words=words,
        title=list(dict.fromkeys(few.tolist())),
        tags=tags.tolist(),
        day=_FIRST_DAY + timedelta(days=int(chance.random() * _DAYS)),
        endings=(chance.random(size) * 100).astype(np.int64),
        breaks=chance.random(size),
    )


def _body(plan: _Plan) -> str:
    written: list[str] = []
    sentence = sentences = 0
    for rank, ending, luck in zip(plan.words.tolist(), plan.endings.tolist(), plan.breaks.tolist(), strict=True):
        sentence += 1
        if sentence < 5 or (luck < 0.8 and sentence < 16):
            written.append(_inflected(rank, ending))
            continue
        written.append(_word(rank) + _ENDS[_kind(rank)])
        sentence, sentences = 0, sentences + 1
        if sentences % 3 == 0:
            written.append("\n\n" if luck < 0.95 else f"\n\n## {_word(rank)} {_word(plan.title[0])}\n\n")
    return " ".join(written).replace(" \n\n ", "\n\n") + "\n"


@cache
def _shares() -> NDArray[np.float64]:
    """How much of all text the words up to each rank make up."""
    ranks = np.arange(_WORDS, dtype=np.float64)
    weights = (ranks + 12) ** -1.1
    weights[_BEND:] = weights[_BEND] * ((ranks[_BEND:] + 12) / (_BEND + 12)) ** -1.3
    shares: NDArray[np.float64] = np.cumsum(weights)
    shares /= shares[-1]
    return shares


def _inflected(rank: int, ending: int) -> str:
    return _word(rank) + _endings()[_kind(rank)][ending]


@cache
def _endings() -> list[list[str]]:
    """By the kind of word, its endings as often as they come."""
    vowel, consonant, verb = (
        [ending.strip("'") for pair in each.split() for ending, share in [pair.split(":")] for _ in range(int(share))]
        for each in (_AFTER_VOWEL, _AFTER_CONSONANT, _AFTER_VERB)
    )
    return [vowel, consonant, ["로" if ending == "으로" else ending for ending in consonant], verb, vowel]


@cache
def _word(rank: int) -> str:
    """The word of a rank: first those that everyone uses, then made-up ones."""
    known = _known()
    if rank < len(known):
        return known[rank]
    number, kind = divmod(rank - len(known), 8)
    if kind < 4:
        return _spelled(4 * number + kind, _SYLLABLES)
    if kind < 5:
        return _spelled(number, _NOUNS)
    if kind < 7:
        return _spelled(2 * number + kind - 5, _LOANED, least=3)
    return _spelled(number, _LETTERS) + ("", "", "er", "js", "db", "ing", "2", "-api")[number % 8]


@cache
def _known() -> list[str]:
    """Nouns, verbs and Latin words in turns, so that each kind is among the frequent ones."""
    nouns, verbs, latin = (iter(words) for words in (_NOUNS, _VERBS, _LATIN))
    turns = [nouns, nouns, verbs, nouns, nouns, nouns, latin, nouns]
    mixed: list[str] = []
    while len(mixed) < len(_NOUNS) + len(_VERBS) + len(_LATIN):
        mixed += [word for turn in turns if (word := next(turn, None))]
    return mixed


def _spelled(number: int, units: list[str], least: int = 2) -> str:
    """The so-manieth word made of units: all short ones before longer ones, in no order that one would see."""
    length, size = least, len(units) ** least
    while number >= size:
        number, length, size = number - size, length + 1, size * len(units)
    number = number * 1_000_003 % size
    spelled = ""
    for _ in range(length):
        number, unit = divmod(number, len(units))
        spelled += units[unit]
    return spelled


@cache
def _kind(rank: int) -> int:
    """Which endings a word takes."""
    word = _word(rank)
    if word in _VERBS and rank < len(_known()):
        return 3
    if not "가" <= word[-1] <= "힣":
        return 4
    final = (ord(word[-1]) - ord("가")) % 28
    return 0 if not final else 2 if final == 8 else 1


if __name__ == "__main__":
    write_posts(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0)
