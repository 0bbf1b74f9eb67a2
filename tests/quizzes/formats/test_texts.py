"""Texts of other systems on their way to Markdown: shown as they were meant, in time that grows with the text."""

from __future__ import annotations

import time
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tot.quizzes.formats.decoding import text_of
from tot.quizzes.formats.item import Unreadable
from tot.quizzes.formats.texts import escaped, fitted, from_html, from_markup, objection
from tot.web.markdown import html

HTML = [
    ("<p>One</p><p>Two</p>", "One\n\nTwo"),
    ("One<br>two<br />three", "One\ntwo\nthree"),
    ("<b>a</b> <strong>b</strong> <i>c</i> <em>d</em>", "**a** **b** *c* *d*"),
    ("<b> a </b>b", "**a** b"),
    ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
    ("<ol><li>a<li>b</ol>", "1. a\n2. b"),
    ("<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>", "- a\n    - b\n    - c\n- d"),
    ("<ol><li><p>a</p><ul><li>b</li></ul></li><li><p>d</p></li></ol>", "1. a\n\n    - b\n2. d"),
    ("H<sub>2</sub>O and x<sup>2</sup>", "H₂O and x²"),
    ("x<sup>ab</sup>", "x^ab"),
    ("<h3>Title</h3>text", "**Title**\n\ntext"),
    ("a&nbsp;b &lt;p&gt; &amp;amp; &#8212;", "a b &lt;p> &amp;amp; —"),
    ('<img src="@@PLUGINFILE@@/map%20one.png" alt="The map">', "(The map)"),
    ('<img src="x/y/post.png?z">', "(post.png)"),
    ('<img src="data:image/png;base64,AAAA">', "(…)"),
    ('<a href="https://example.org/x">here</a>', "[here](https://example.org/x)"),
    ('<a href="javascript:alert(1)">here</a>', "here"),
    ("<script>alert(1)</script>safe<style>p{}</style>", "safe"),
    ("<!-- [if mso]><p>x</p><![endif] -->kept<!-- open", "kept&lt;!-- open"),
    ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a · b\nc · d"),
    ("<p>2*3*4 _x_ [a](b)</p>", r"2\*3\*4 \_x\_ [a]\(b)"),
    ("<span lang='ru'>Привет</span>, <font color=red>мир</font>", "Привет, мир"),
    ("<p dir=\"ltr\" style=\"text-align:left;\">x</p>", "x"),
    ("<b>never closed", "**never closed**"),
    ("a </b> b </p></div>", "a b"),
    ("<pre>code</pre>", "`code`"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "markdown"), HTML)
def test_html(source: str, markdown: str) -> None:
    assert from_markup(source, "html") == markdown


FITTED = [
    ("# Title\ntext", "**Title**\ntext"),
    ("text\n---\nmore", "text\n\\---\nmore"),
    ("a <b>c</b>", "a &lt;b>c&lt;/b>"),
    ("`<b>` stays", "`<b>` stays"),
    ("{{name}}", "{ {name} }"),
    ("{{hotline_national}}", "{{hotline_national}}"),
    ("[words](ftp://x.y)", "words"),
    ("[words](https://x.yz/a)", "[words](https://x.yz/a)"),
    ("![a map](map.png)", "(a map)"),
    ("[a]: x", "\\[a]: x"),
    ("::: warning\nx", "\\::: warning\nx"),
    ("::: rule\nx\n:::", "::: rule\nx\n:::"),
]


@pytest.mark.parametrize(("source", "result"), FITTED)
def test_markdown_is_fitted_to_what_courses_know(source: str, result: str) -> None:
    assert fitted(source) == result
    assert objection(result) is None
    assert fitted(result) == result


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60))
def test_plain_text_is_shown_as_it_was(text: str) -> None:
    shown = html(escaped(text), {}, {})
    plain = unescape(shown.replace("<p>", "").replace("</p>", ""))
    assert "".join(plain.split()) == "".join(text.split())


@given(st.text(max_size=200))
def test_no_text_of_any_kind_makes_a_reader_fail(text: str) -> None:
    for markup in ("html", "markdown", "plain", "moodle"):
        objection(from_markup(text, markup))


BOMBS = [
    "<", "<b>", "<!--", "[", "*_", "<a href=", "&", "](", "`", "<li>", "_ ", "<b", "\n", " \n", "<p>", "<a>", "[a",
    "```\n", "<td>", "1.", "{{", "::: x\n", "<sub>", "<script>", "&#1", "\\", "a\n---\n", "![", "<b><i>", "</b>",
]  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_time_grows_with_the_text(bomb: str) -> None:
    began = time.perf_counter()
    for markup in ("html", "markdown", "plain"):
        objection(from_markup(bomb * (60_000 // len(bomb)), markup))
    assert time.perf_counter() - began < 6


DECODED = [
    ("Вопрос".encode(), "", "Вопрос"),
    (b"\xef\xbb\xbfabc", "", "abc"),
    ("Вопрос".encode("utf-16"), "", "Вопрос"),
    ("abcd".encode("utf-16-le"), "", "abcd"),
    ("abcd".encode("utf-16-be"), "", "abcd"),
    ("Вопрос".encode("cp1251"), "cp1251", "Вопрос"),
    ('<?xml version="1.0" encoding="windows-1251"?><quiz>Ж</quiz>'.encode("cp1251"), "", None),
    (b"a\r\nb\rc\x0bd", "", "a\nb\nc\nd"),
    (b"a\x00\x07b", "", "ab"),
    ("a\u2028b\ufeff😀".encode(), "", "a\nb😀"),
]


@pytest.mark.parametrize(("content", "encoding", "text"), DECODED)
def test_encodings(content: bytes, encoding: str, text: str | None) -> None:
    assert text_of(content, encoding) == (text or '<?xml version="1.0" encoding="windows-1251"?><quiz>Ж</quiz>')


@pytest.mark.parametrize(
    ("content", "encoding", "said"),
    [
        ("ok\nВопрос".encode("cp1251"), "", "see line 2"),
        ("ok\nВопрос".encode("cp1251"), "", "cp1251"),
        (b"abc", "latin-9000", "no encoding latin-9000"),
        (b"abc", "zlib", "no encoding zlib"),
        ("Ж".encode(), "ascii", "not in the encoding ascii"),
    ],
)
def test_what_would_be_guessed_is_refused_with_what_to_do(content: bytes, encoding: str, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        text_of(content, encoding)
    assert said in str(refused.value.sentence)


def test_a_link_around_a_picture_is_its_words() -> None:
    assert from_html('<a href="https://example.org"><img src="a.png" alt="x"></a>') == "[(x)](https://example.org)"
