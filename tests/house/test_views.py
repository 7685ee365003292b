"""A view is five beats: access, form, service, message, redirect or render."""

import ast

from django.urls import get_resolver

from tests.house.sources import APPS, calls, functions, views

LONGEST = 20  # lines
BELONGS_ELSEWHERE = {"save", "filter", "exclude", "delete", "update", "get_object_or_404", "get_list_or_404"}


def routes(resolver, namespaces=()):
    """(namespaces, pattern) of every route, ours and the packages'."""
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern, namespaces + ((pattern.namespace,) if pattern.namespace else ()))
        else:
            yield namespaces, pattern


def our_routes():
    for namespaces, pattern in routes(get_resolver()):
        app = pattern.callback.__module__.partition(".")[0]
        if app in APPS:
            yield app, namespaces, pattern


def test_a_route_is_named_as_its_view():
    assert [
        f"{pattern.pattern}: {pattern.name} is not {pattern.callback.__name__}"
        for _app, _namespaces, pattern in our_routes()
        if pattern.name != pattern.callback.__name__
    ] == []


def test_a_namespace_is_named_as_its_app():
    assert [
        f"{pattern.pattern}: {namespaces} is not {app}"
        for app, namespaces, pattern in our_routes()
        if app != "papg" and namespaces != (app,)
    ] == []


def test_views_neither_look_up_nor_change():
    assert [
        f"{path}:{line} {name}" for path, tree in views() for name, line in calls(tree) if name in BELONGS_ELSEWHERE
    ] == []


def test_views_are_short():
    assert [
        f"{path}:{view.lineno} {view.name}"
        for path, tree in views()
        for view in functions(tree)
        if view.end_lineno - view.lineno >= LONGEST
    ] == []


def test_a_page_about_a_thing_gets_it_from_an_access_function():
    """Each view whose address names something fetches and checks it in one call."""
    named = {pattern.callback.__name__ for _app, _namespaces, pattern in our_routes() if pattern.pattern.converters}
    assert [
        f"{path}:{view.lineno} {view.name}"
        for path, tree in views()
        for view in functions(tree)
        if view.name in named and not any(name.startswith("access_") for name, _line in calls(view))
    ] == []


def test_a_template_is_named_as_its_view():
    routed = {pattern.callback.__name__ for _app, _namespaces, pattern in our_routes()}
    assert [
        f"{path}:{view.lineno} {view.name} renders {shown}"
        for path, tree in views()
        for view in functions(tree)
        if (shown := rendered(view)) and f"{path.partition('/')[0]}/{view.name}.html" not in shown
        if view.name in routed and not path.startswith("papg/")
    ] == []


def rendered(view):
    """The whole pages that a view renders; parts of a page, for htmx, have names of their own."""
    return [
        call.args[1].value
        for call in ast.walk(view)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "render" and len(call.args) > 1
        if isinstance(call.args[1], ast.Constant) and "/_" not in call.args[1].value
    ]
