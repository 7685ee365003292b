"""The registry of channels is whole: tests/channels.py lists all by which the code can say something."""

import ast
import re

import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands
from django.db.models import FileField
from django.urls import get_resolver

from documents.makers import MAKERS
from notices.kinds import KINDS
from tests import channels
from tests.channels import ABSENT, CHANNELS
from tests.house.sources import ROOT, calls, modules
from tests.test_access_table import named_urls

WRITES_CACHE = {"set", "add", "touch", "get_or_set", "set_many", "incr"}
WRITES_FILES = {"write_text", "write_bytes", "mkstemp", "NamedTemporaryFile", "TemporaryFile", "fdopen"}
BARE = re.compile(r"^\w*(Response|HttpResponse\w+)$")
KEEPS = {"sessionStorage", "localStorage", "indexedDB", "caches", "cookie", "serviceWorker"}
TESTS_OF_WAYS = [*sorted(ROOT.glob("tests/*/test_canaries*.py")), ROOT / "tests/security/test_channels.py"]


def on(name):
    """(file, what is done) of each use of something called so: its methods, and [] where something is put into it."""
    return {
        (path, getattr(node, "attr", "[]"))
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) or (isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store))
        if name in (getattr(node.value, "id", ""), getattr(node.value, "attr", ""))
    }


def calling(names):
    return {(path, name) for path, tree in modules() for name, _line in calls(tree) if name in names}


def test_at_least_the_thirty_ways_are_looked_at_or_known_to_be_absent():
    tests = "".join(path.read_text() for path in TESTS_OF_WAYS)
    looked_at = {look for look in CHANNELS.values() if isinstance(look, str)}

    assert len(CHANNELS) >= 30
    assert [look for look in looked_at if f"def {look}(" not in tests] == []


@pytest.mark.parametrize("name", [name for name, look in CHANNELS.items() if look[0] == ABSENT])
def test_way_that_is_said_to_be_absent_is(name):
    _none, word = CHANNELS[name]
    says = re.compile(rf"(?<![a-z]){word}", re.IGNORECASE)

    assert [route for route in addresses() if says.search(route)] == []
    assert [kind for kind in channels.CONTENT_TYPES if says.search(kind)] == []
    assert [kind for kind in KINDS if says.search(kind)] == []
    assert [
        app for app in settings.INSTALLED_APPS if app not in settings.ROOMS and says.search(app.split(".")[-1])
    ] == []


def addresses():
    routes = [str(pattern.pattern) for pattern in patterns(get_resolver().url_patterns)]
    return [*routes, *named_urls()]


def patterns(some):
    for pattern in some:
        yield pattern
        yield from patterns(getattr(pattern, "url_patterns", []))


def test_nothing_is_uploaded_but_a_list_of_members_and_no_file_is_kept():
    assert [model for model in apps.get_models() for field in model._meta.fields if isinstance(field, FileField)] == []
    assert calling({"FileField", "ImageField", "UploadField"}) == {("groups/forms/member_imports.py", "UploadField")}


def test_answers_that_are_no_pages_are_known():
    assert {
        (path, name) for path, tree in modules() for name, _line in calls(tree) if BARE.match(name)
    } == channels.BARE_ANSWERS


def test_kinds_of_notice_document_and_task_are_known():
    assert set(KINDS) == channels.NOTICES
    assert set(MAKERS) == set(channels.DOCUMENTS)
    current_app.loader.import_default_modules()
    assert {name for name in current_app.tasks if not name.startswith("celery.")} == channels.TASKS


def test_templates_of_mails_are_known():
    folder = ROOT / "templates"
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*.txt")}
    assert {name for name in found if "/messages/" not in name} == channels.MAIL_TEMPLATES


def test_commands_are_known():
    assert {name for name, app in get_commands().items() if app in settings.ROOMS} == set(channels.COMMANDS)


def test_what_writes_to_cache_session_log_and_files_is_known():
    assert {path for path, name in on("cache") if name in WRITES_CACHE} == channels.CACHE_WRITERS
    assert {path for path, name in on("session") if name == "[]"} == channels.SESSION_WRITERS
    assert {path for path, _name in on("log")} == channels.LOGGERS
    assert {path for path, _name in calling(WRITES_FILES)} == channels.FILE_WRITERS
    assert calling({"print"}) == set()


def test_browser_keeps_text_in_one_place_only():
    """This tab's storage, wiped at signing out and when somebody else signs in: the journeys watch it happen."""
    script = (ROOT / "static/app.js").read_text()

    assert {word for word in KEEPS if re.search(rf"\b{word}\b", script)} == {"sessionStorage"}
    assert 'if (event.target.matches("[data-sign-out]")) forget(keptUnder(""));' in script
    assert "if (person) forget(keptUnder(" in script
