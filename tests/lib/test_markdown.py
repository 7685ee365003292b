import re

import pytest

from lib.markdown import html_of

RUNS = re.compile(r"<(?:script|img|svg)|<[^>]*\son\w+=|href=\"(?!https?:)", re.IGNORECASE)


def test_what_people_write_in_minutes():
    text = "First **line**\nsecond *line*\n\n- one\n- two\n\n3. three\n\n> quoted\n\n[site](https://example.com)"

    assert html_of(text).replace("\n", "") == (
        "<p>First <strong>line</strong><br>second <em>line</em></p><ul><li>one</li><li>two</li></ul>"
        '<ol start="3"><li>three</li></ol><blockquote><p>quoted</p></blockquote>'
        '<p><a href="https://example.com" rel="noopener noreferrer">site</a></p>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "<javascript:alert(1)>",
        "![x](https://example.com/x.png)",
        "[x](https://example.com 'onmouseover=alert(1)')",
        '[x](https://example.com" onmouseover="alert(1))',
        "[x][1]\n\n[1]: javascript:alert(1)",
    ],
)
def test_nothing_typed_runs(text):
    assert RUNS.findall(html_of(text)) == []


@pytest.mark.parametrize("text", ["# Heading", "Heading\n=======", "    indented", "***"])
def test_a_text_cannot_break_the_outline_of_the_page(text):
    assert {tag for tag in ["<h1", "<h2", "<pre", "<hr"] if tag in html_of(text)} == set()


@pytest.mark.parametrize("nothing", ["", None])
def test_nothing_gives_nothing(nothing):
    assert html_of(nothing) == ""
