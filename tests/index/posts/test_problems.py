from __future__ import annotations

from saegin_index.posts.problems import examine_posts


def front(**keys: str) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in keys.items()) + "---\n본문\n"


def test_a_blog_in_order_has_no_problems(blog):
    site = blog({"가.md": front(title="가", date="2020-01-01", tags="[검색]"), "나.md": front(date="2020-01-02")})
    examination = examine_posts(site.config)
    assert (examination.posts, examination.problems, examination.left_out) == (2, (), ())


def test_every_kind_of_problem_is_found(blog):
    site = blog(
        {
            "가.md": front(title="'It's'", date="2020-01-01", tags="[Machine Learning, 검색]"),
            "나.md": front(title="나", date="2020-01-01", slug="/같은-주소/", tags="[machine-learning]"),
            "다.md": front(title="다", date="'언젠가'", slug="/같은-주소/", tags="[ＳＱＬ, 검색]"),
            "라.md": "제목: 라\nDate: 2020-01-01\nTags: SQL\n\n오늘은 날씨가 무척 맑았다.\n".encode("cp949"),
            "마.md": front(draft="true"),
            "바.md": b"\x00\x01\x02" * 1000,
        }
    )
    examination = examine_posts(site.config)
    found = {(problem.kind, problem.paths) for problem in examination.problems}
    assert found == {
        ("unreadable", ("바.md",)),
        ("front matter", ("가.md",)),
        ("date", ("다.md",)),
        ("encoding", ("라.md",)),
        ("duplicate URL", ("나.md", "다.md")),
        ("no date", ("다.md",)),
        ("tag", ("나.md",)),
        ("tag", ("다.md",)),
    }
    assert [(reading.path, reading.left_out) for reading in examination.left_out] == [("마.md", "draft")]


def test_a_wiki_without_dates_is_not_at_fault(blog):
    assert examine_posts(blog({"가.md": "글", "나.md": "글"}).config).problems == ()
