"""Templates show what they were given: they look nothing up, and the browser runs nothing that stands in a page."""

import re

import pytest

from groups.roles import Permission
from tests.house.sources import templates

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}", re.DOTALL)
FOLLOWS_A_RELATION = re.compile(r"\.(all|count)\b|\w_set\b")
ASKS_DJANGO_WHO_MAY = re.compile(r"\bperms\.|\buser\.groups\b|\.has_perm")
ASKED_OF_MAY = re.compile(r"""["']([^"']*)["']\s+(?:not\s+)?in\s+(?:\w+\.)*may\b""")
RUNS_IN_THE_PAGE = re.compile(
    r"<style\b|<script\b(?![^>]*\ssrc=)|\sstyle\s*=|\son[a-z]+\s*=|\shx-on\b|\shx-vals\s*=\s*[\"']js:|javascript:",
    re.IGNORECASE,
)
SEEN_BY_BROWSERS = [(path, text) for path, text in templates() if not path.startswith("templates/pdf/")]


def test_there_are_templates():
    assert len(SEEN_BY_BROWSERS) > 20


@pytest.mark.parametrize("rule", [FOLLOWS_A_RELATION, ASKS_DJANGO_WHO_MAY])
def test_tags_look_nothing_up(rule):
    assert [f"{path}: {tag}" for path, text in templates() for tag in TAG.findall(text) if rule.search(tag)] == []


def test_what_is_asked_of_may_is_a_permission():
    asked = [(path, word) for path, text in templates() for word in ASKED_OF_MAY.findall(text)]
    assert [f"{path}: {word}" for path, word in asked if word not in set(Permission)] == []


def test_nothing_runs_in_the_page():
    """The content policy refuses scripts and styles that stand in the page; PDFs are made elsewhere."""
    assert [
        f"{path}: {found.group().strip()}"
        for path, text in SEEN_BY_BROWSERS
        for found in RUNS_IN_THE_PAGE.finditer(TAG.sub("", COMMENT.sub("", text)))
    ] == []
