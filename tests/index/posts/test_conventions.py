"""One small blog of every kind, read without any settings."""

from __future__ import annotations

from datetime import datetime

import pytest

from saegin_index.posts.conventions import CONVENTIONS


def front(**keys: str) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in keys.items()) + "---\n본문입니다.\n"


def test_zvc(blog):
    site = blog(
        {
            "config.yaml": "blog:\n  title: 주말 기록\npublication:\n  path: ./docs\n",
            "contents/봄-산책/봄-산책.md": front(title="봄 산책", pub_date="'2021-04-03'", tags="['산책', '봄']"),
            "contents/임시/임시.md": front(title="아직 쓰는 중", status="draft"),
            "README.md": "# 블로그 저장소\n",
        }
    )
    post = site.post("contents/봄-산책/봄-산책.md")
    assert (post.url, post.title, post.tags) == ("/2021/04/03/봄-산책/", "봄 산책", ("산책", "봄"))
    assert site.reasons()["contents/임시/임시.md"] == "draft"
    assert site.reasons()["README.md"].startswith("outside the folders of posts")


def test_a_folder_of_posts_named_like_their_folders_is_zvc_too(blog):
    site = blog({f"글-{number}/글-{number}.md": front(title="글", pub_date="2020-01-02") for number in (1, 2)})
    assert site.config.generator.name == "zvc"
    assert site.post("글-1/글-1.md").url == "/2020/01/02/글-1/"


def test_jekyll_below_a_path_of_a_host_it_does_not_name(blog):
    site = blog({"_config.yml": 'url: ""\nbaseurl: /notes\n', "_posts/2019-05-06-spring.md": front(title="스프링")})
    assert site.post("_posts/2019-05-06-spring.md").url == "/notes/2019/05/06/spring.html"
    assert site.config.site_url == "/notes"


def test_jekyll(blog):
    site = blog(
        {
            "_config.yml": "url: https://blog.example\nbaseurl: /notes\nauthor: 한결\n",
            "_posts/2019-05-06-spring-boot.md": front(title="스프링 부트", categories="Dev", tags="java spring"),
            "_drafts/생각.md": front(title="생각"),
            "_posts/2019-05-07-숨김.md": front(title="숨김", published="false"),
        }
    )
    post = site.post("_posts/2019-05-06-spring-boot.md")
    assert post.url == "/notes/dev/2019/05/06/spring-boot.html"
    assert post.date == datetime(2019, 5, 6)
    assert post.tags == ("java", "spring", "Dev")
    assert post.author == "한결"
    assert site.config.site_url == "https://blog.example/notes"
    assert site.reasons() == {
        "_drafts/생각.md": "drafts folder",
        "_posts/2019-05-07-숨김.md": "published: false",
    }


def test_jekyll_permalink_from_its_configuration_even_where_yaml_refuses_a_tab(blog):
    site = blog(
        {
            "_config.yml": "paginate:\t15\npermalink: /:year/:title/\n",
            "_posts/2019-05-06-a.md": front(title="가"),
        }
    )
    assert site.post("_posts/2019-05-06-a.md").url == "/2019/a/"


def test_hugo(blog):
    site = blog(
        {
            "hugo.toml": 'baseURL = "https://blog.example/"\n[permalinks]\nposts = "/:year/:month/:slug/"\n',
            "content/posts/첫-글/index.md": front(title="첫 글", date="2022-01-02T03:04:05+09:00"),
            "content/docs/Guide One.md": front(title="안내", slug="guide"),
            "content/posts/_index.md": "---\ntitle: 글 목록\n---\n",
            "content/posts/예고.md": front(title="예고", date="2999-01-01"),
            "content/posts/지난-행사.md": front(title="지난 행사", date="2020-01-01", expiryDate="2020-02-01"),
            "content/posts/긴-주소.md": front(title="긴 주소", url="/about/me/"),
        }
    )
    assert site.post("content/posts/첫-글/index.md").url == "/2022/01/첫-글/"
    assert site.post("content/docs/Guide One.md").url == "/docs/guide/"
    assert site.post("content/posts/긴-주소.md").url == "/about/me/"
    assert site.reasons() == {
        "content/posts/_index.md": "section page without text",
        "content/posts/예고.md": "future date",
        "content/posts/지난-행사.md": "expired",
    }


def test_hugo_toml_front_matter(blog):
    site = blog(
        {
            "config.toml": 'baseURL = "https://blog.example/"\n',
            "content/posts/토믈.md": (
                '+++\ntitle = "토믈"\ndate = 2021-03-04T05:06:07Z\ntags = ["가", "나"]\n+++\n본문\n'
            ),
        }
    )
    post = site.post("content/posts/토믈.md")
    assert (post.title, post.tags, post.date) == ("토믈", ("가", "나"), datetime(2021, 3, 4, 14, 6, 7))
    assert post.url == "/posts/토믈/"


def test_hexo(blog):
    site = blog(
        {
            "_config.yml": "source_dir: source\npermalink: :year/:title.html\ntimezone: Asia/Tokyo\n",
            "source/_posts/자바-제네릭.md": (
                "title: 자바 제네릭\ndate: 2018-02-03 04:05:06\ntags:\n  - 자바\n---\n# 왜 제네릭인가\n"
            ),
            "source/about/index.md": front(title="소개"),
        }
    )
    post = site.post("source/_posts/자바-제네릭.md")
    assert post.url == "/2018/자바-제네릭.html"
    assert post.date == datetime(2018, 2, 3, 4, 5, 6)
    assert post.sections[0].anchor == "왜-제네릭인가"
    assert site.config.timezone == "Asia/Tokyo"


def test_gatsby(blog):
    site = blog(
        {
            "package.json": '{"dependencies": {"gatsby": "^5.0.0"}}',
            "content/blog/힙-정렬/index.md": front(
                title="힙 정렬", date="2022-05-31", category="'Algorithms'", draft="false"
            ),
        }
    )
    post = site.post("content/blog/힙-정렬/index.md")
    assert (post.url, post.tags) == ("/힙-정렬/", ("Algorithms",))


def test_next(blog):
    site = blog(
        {
            "next.config.js": "module.exports = {}\n",
            "posts/2020/04/리덕스.md": front(title="리덕스", date="2020-04-26 07:38:25", slug="/2020/04/redux/"),
            "posts/2020/05/상태.mdx": front(title="상태", date="2020-05-01"),
        }
    )
    assert site.post("posts/2020/04/리덕스.md").url == "/2020/04/redux/"
    assert site.post("posts/2020/05/상태.mdx").url == "/posts/2020/05/상태"


def test_astro(blog):
    site = blog(
        {
            "astro.config.mjs": "export default {}\n",
            "src/content/blog/Hello World.md": front(title="안녕", pubDate="2024-01-01", updatedDate="2024-02-02"),
        }
    )
    post = site.post("src/content/blog/Hello World.md")
    assert post.url == "/blog/hello-world/"
    assert (post.date, post.updated) == (datetime(2024, 1, 1), datetime(2024, 2, 2))


def test_zola(blog):
    site = blog(
        {
            "config.toml": 'base_url = "https://blog.example"\n',
            "content/posts/2021-02-03-rust.md": (
                '+++\ntitle = "러스트"\n[taxonomies]\ntags = ["rust", "언어"]\n+++\n## 소유권\n'
            ),
        }
    )
    post = site.post("content/posts/2021-02-03-rust.md")
    assert (post.url, post.tags, post.date) == ("/posts/rust/", ("rust", "언어"), datetime(2021, 2, 3))
    assert post.sections[0].anchor.isascii()


def test_pelican(blog):
    site = blog(
        {
            "pelicanconf.py": "AUTHOR = '한결'\n",
            "content/gpg.md": (
                "Title: 서명 커밋\nDate: 2018-10-26 23:24\nModified: 2022-05-01\n"
                "Tags: gpg key; 깃\nSlug: sign\n\n본문\n"
            ),
            "content/edison.rst": (
                "에디슨 설정\n============\n\n:date: 2015-05-13\n:tags: edison, 임베디드\n\n"
                "시작\n----\n\n전원을 켠다.\n"
            ),
            "content/hidden.md": "Title: 숨긴 글\nStatus: hidden\n\n본문\n",
        }
    )
    post = site.post("content/gpg.md")
    assert (post.url, post.tags) == ("/sign.html", ("gpg key", "깃"))
    rst = site.post("content/edison.rst")
    assert (rst.title, rst.date, rst.tags) == ("에디슨 설정", datetime(2015, 5, 13), ("edison", "임베디드"))
    assert [section.heading for section in rst.sections] == ["에디슨 설정", "시작"]
    assert ":date:" not in rst.text
    assert site.reasons() == {"content/hidden.md": "status: hidden"}


def test_docusaurus(blog):
    site = blog(
        {
            "package.json": '{"dependencies": {"@docusaurus/core": "^3.4.0"}}',
            "blog/2022-11-21/compare.md": front(title="시간 비교", authors="[haril]"),
            "blog/2023-01-02-회고/index.mdx": front(title="회고"),
            "blog/2023-02-03-비밀.md": front(title="비밀", unlisted="true"),
            "docs/설치.md": front(title="설치"),
            "i18n/en/docusaurus-plugin-content-blog/2022-11-21/compare.md": front(title="Comparing times"),
        }
    )
    post = site.post("blog/2022-11-21/compare.md")
    assert (post.url, post.date, post.author) == ("/blog/2022/11/21/compare", datetime(2022, 11, 21), "haril")
    assert site.post("blog/2023-01-02-회고/index.mdx").url == "/blog/2023/01/02/회고"
    assert site.post("docs/설치.md").url == "/docs/설치"
    assert site.reasons()["blog/2023-02-03-비밀.md"] == "unlisted: true"


def test_vitepress(blog):
    site = blog(
        {
            ".vitepress/theme.css": "",
            "guide/index.md": "# 시작하기 {#start}\n\n## 설치 방법\n\n설치합니다. {{ version }}\n",
        }
    )
    post = site.post("guide/index.md")
    assert (post.title, post.url) == ("시작하기", "/guide/")
    assert post.sections[0].anchor == "start"
    assert "version" not in post.text


def test_obsidian(blog):
    site = blog(
        {
            ".obsidian/app.json": "{}",
            ".obsidian/메모.md": "숨은 메모",
            "일기/2023-07-01.md": "오늘은 [[독서/책 목록|책]]을 골랐다. #독서 %%비밀 메모%%\n",
            "Templates/daily.md": "# <% tp.file.title %>\n",
        }
    )
    post = site.post("일기/2023-07-01.md")
    assert post.text == "오늘은 책을 골랐다. #독서"
    assert (post.tags, post.date) == (("독서",), datetime(2023, 7, 1))
    assert site.reasons() == {".obsidian/": "hidden", "Templates/daily.md": "not a post"}


def test_velog_export(blog):
    site = blog(
        {
            "package.json": '{"name": "velog-backup"}',
            "backup/content/장고 CORS.md": (
                '---\ntitle: "장고 CORS"\ndate: 2021-05-17T15:31:44.411Z\ntags: ["django"]\n---\n본문\n'
            ),
        }
    )
    post = site.post("backup/content/장고 CORS.md")
    assert (post.date, post.url) == (datetime(2021, 5, 18, 0, 31, 44, 411000), "/장고%20CORS")


def test_mkdocs(blog):
    site = blog(
        {
            "mkdocs.yml": "site_name: 노트\nsite_url: https://notes.example\n",
            "docs/설치/index.md": '# 설치\n\n!!! note "먼저 읽기"\n    파이썬이 필요합니다.\n',
        }
    )
    post = site.post("docs/설치/index.md")
    assert post.url == "/설치/"
    assert post.text == "설치\n먼저 읽기\n파이썬이 필요합니다."
    assert post.code == ()


def test_til_repository(blog):
    site = blog(
        {
            "Java/람다.md": "# 람다식\n\n함수를 값처럼 다룬다.\n",
            "Java/README.md": "# 자바\n",
            "notes.txt": "첫째 줄\n둘째 줄 <꺾쇠>\n",
        }
    )
    assert site.config.generator.name == "plain"
    assert site.post("Java/람다.md").url == "/Java/람다/"
    assert site.post("Java/README.md").url == "/Java/"
    assert site.post("notes.txt").text == "첫째 줄\n둘째 줄 <꺾쇠>"


def test_content_below_a_site_is_read_by_the_rules_of_the_site(write):
    from pathlib import Path

    from saegin_index.config import load_config

    site = write({"hugo.toml": "", "content/posts/가.md": front(title="가")})
    config = load_config(site / "content" / "posts", None, Path(site).parent)
    assert (config.generator.name, config.prefix) == ("hugo", "content/posts/")


@pytest.mark.parametrize("convention", CONVENTIONS, ids=lambda convention: convention.name)
def test_every_convention_is_complete(convention):
    assert convention.marks
    assert all(source.permalink.startswith("/") for source in convention.sources)
