"""Queries over the sample blog, of every kind that the engine tells apart."""

from __future__ import annotations

from typing import Any

_WORDS = """
검색엔진
검색 엔진
파이썬
형태소 분석기
쿠버네티스를
docker 이미지
데이터베이스
데이터 베이스
데이터베이스 인덱스 지우기
옮긴
달렸다
지하철에서 읽은 책
육아휴직을 마치며
BM25
C#
node.js
utf8mb4
Incorrect string value
asyncio 크롤러
에어팟
곁순
유유시키
도시
한
가
하는 것을
것을 하는 검색
여행 사진 기차
그 다음 날의 커피 맛
뷁쉙
뷁쉙 파이썬
zzscriptword
😀
한글 😀 이모지
日本語 한글
파이썬 파이썬 파이썬
""".strip().splitlines()

_SYNTAX = """
"검색 엔진"
"검색엔진"
"자연어 처리"
"형태소 분석기" 비교
"분석기 형태소"
"쿠버네티스로 옮겼다가"
"없는 구절이다"
"하는 것을"
"git bisect"
"데이터베이스"
파이썬 -크롤러
파이썬 -"날씨 크롤러"
-개발
-title:회고
회고 -title:2019
title:회고
title:데이터베이스
title:"검색엔진"
title:도시
tag:파이썬
tag:"한글 처리"
tag:한글처리
tag:C#
tag:없는태그
tag:파이썬 -tag:최적화
-tag:개발 서버
author:이한솔 회고
author:"Jonas Kim"
-author:이한솔 개발
author:ｊｏｎａｓ
year:2019
year:2019 검색
after:2020
after:2020-03 before:2021-01-18
before:2010
파이썬 after:2030
tag:여행 -파이썬 before:2019 사진
회고 2019
회고 2023년
뮤지컬 2012년에
회고 2019년 2023년
""".strip().splitlines()

_UNDERSTOOD = """
ㅋㅂㄴㅌㅅ
ㅍㅇㅆ
ㄱㅅㅇㅈ
ㅎㅌㅅ ㅂㅅㄱ
파이ㅆ
ㅋㅋㅋ
ㅋㅋㅋ 정규식
rjator
vkdlTjs
ㅔㅛ쇄ㅜ
rjatordpswls 파이썬
쿠버네티스
kubernetes
도커
리액트 훅
inception
인셉션
턴테이블 bill
파이선
쿠버네디스
dcoker
reatc
정규싯으로
데이텁
형태소 ㅂ
한글 ㅊ
kuber
자연어처리
자연어 처리를
형태소분석기
검색 엔진을 만들기
육아 휴직
역색 인
이사한 이야기
포도나무를 심은 이야기
이직한 글
아이 돌보기
""".strip().splitlines()

PLAIN: dict[str, Any] = {
    "q": "",
    "tags": [],
    "after": "",
    "before": "",
    "sort": "relevance",
    "exact": False,
    "limit": 10,
    "offset": 0,
}

REQUESTS = [
    *({**PLAIN, "q": query} for query in (*_WORDS, *_SYNTAX, *_UNDERSTOOD)),
    *({**PLAIN, "q": query, "exact": True} for query in ("파이선", "ㅋㅂㄴㅌㅅ", "쿠버네티스", '"형태소분석기"', "글")),
    *({**PLAIN, "q": "개발", "sort": sort, "limit": 5, "offset": 3} for sort in ("relevance", "newest", "oldest")),
    *({**PLAIN, "tags": ["개발"], "sort": sort} for sort in ("relevance", "newest", "oldest")),
    *({**PLAIN, "q": "-개발", "sort": sort, "limit": 100} for sort in ("relevance", "newest", "oldest")),
    {**PLAIN, "q": "파이썬", "tags": ["최적화"], "after": "2018-01-01", "before": "2021-01-01"},
    {**PLAIN, "q": "파이썬", "tags": ["파이썬", "개발"]},
    {**PLAIN, "q": "군산", "before": "2011-02-19"},
    {**PLAIN, "q": "군산", "before": "2011-02-20"},
    {**PLAIN, "q": "", "after": "2025"},
    {**PLAIN, "q": "개발", "offset": 100},
    {**PLAIN, "q": ""},
    {**PLAIN, "q": '-"" tag:'},
    {**PLAIN, "q": "개발", "after": "언젠가"},
]

PREFIXES = """
파
파이
파이썬
파이ㅆ
데이텁
ㅍㅇㅆ
vkdl
ㅔㅛ소
ku
kube
쿠버
형태소 ㅂ
둔촌
한글 ㅊ
회고
2019년
c
C#
개발 ㅇ
검색
검색결
ㄱ
여행
책 읽
한글 처
docker 이
뷁쉙
_
😀
ㄳ
""".strip().splitlines()
