from __future__ import annotations

import pytest

from saegin_index.posts.markup import html_to_plain, markdown_to_html
from saegin_index.posts.syntax import plain_markdown


def text(source: str, **kinds: bool) -> str:
    return html_to_plain(markdown_to_html(plain_markdown(source, **kinds))).text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{{< figure src="a.png" caption="바다에서 찍은 사진" >}}', "바다에서 찍은 사진"),
        ('{{< admonition note "주의할 점" >}}\n백업부터.\n{{< /admonition >}}', "주의할 점 백업부터."),
        ("{% include ad.html %}\n\n글", "글"),
        ("{% comment %}\n숨김\n{% endcomment %}\n글", "글"),
        ("![사진]({{ site.url }}/a.jpg) 뒤", "사진 뒤"),
        ("본문{: .no_toc}\n\n[TOC]\n", "본문"),
        (":::tip 알아두기\n본문\n:::", "알아두기\n본문"),
        ("::: details\n본문\n:::", "본문"),
        ("> [!NOTE] 참고\n> 본문", "참고 본문"),
        ("[[폴더/문서#절|이름]]과 [[다른 문서]]", "이름과 다른 문서"),
        ("![[그림.png]] 뒤", "뒤"),
        ("앞 <!-- 숨김\n\n숨김 --> 뒤", "앞\n뒤"),
        ("==중요한== 말", "중요한 말"),
        ("##제목처럼\n\n본문", "제목처럼\n본문"),
        ('[##_1C|cfile1.uf@aa.jpg|width="500"_##] 사진 설명', "사진 설명"),
        ('[caption id="1" width="3"]사진 설명[/caption]', "사진 설명"),
    ],
)
def test_words_stay_and_syntax_goes(source: str, expected: str):
    assert text(source) == expected


def test_values_are_words_unless_the_generator_fills_them_in():
    assert text("{{ message }}를 쓴다") == "message 를 쓴다"
    assert text("{{ message }}를 쓴다", templated=True) == "를 쓴다"


def test_code_is_left_as_it_is():
    assert text("`{{ a }}`와 `[[b]]`") == "{{ a }}와 [[b]]"
    assert text("```\n{% if x %}\n:::tip\nimport a from 'b'\n```", mdx=True) == "{% if x %}\n:::tip\nimport a from 'b'"
    assert "{{ b }}" in text("<pre>{{ b }}</pre>")


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("{% highlight java %}", "{% endhighlight %}"),
        ("[code lang=java]", "[/code]"),
        ("{{< highlight go >}}", "{{< /highlight >}}"),
    ],
)
def test_code_between_shortcodes_is_code(opening: str, closing: str):
    post = html_to_plain(markdown_to_html(plain_markdown(f"앞\n{opening}\nList<String> a;\n{closing}\n뒤")))
    assert post.text == "앞\nList<String> a;\n뒤"
    assert [post.text[start:end] for start, end in post.code] == ["List<String> a;"]


def test_mdx_imports_comments_and_components():
    source = (
        "import Tabs from '@theme/Tabs';\nimport {\n  A,\n} from './a'\n\nexport const meta = {\n"
        "  a: 1\n}\n\n"
        "<Tabs values={[{label: 'x'}]}>\n\n본문 {/* 숨김 */}\n\n</Tabs>\n\nimport 문은 남는다"
    )
    assert text(source, mdx=True) == "본문\nimport 문은 남는다"


def test_obsidian_comments_and_block_ids():
    assert text("글 %%숨김%% 끝 ^abc-1\n", vault=True) == "글 끝"
    assert text("100%% 확실", vault=False) == "100%% 확실"
