"""The files that browsers load: whole, ours to ship, and found when they are collected."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command

STATIC = settings.BASE_DIR / "static"


def test_everything_vendored_is_explained():
    explained = (STATIC / "VENDORED.md").read_text()

    assert [path.name for path in STATIC.glob("*.min.*") if path.name not in explained] == []


def test_the_style_sheet_holds_neither_the_crown_s_font_nor_its_crest():
    css = (STATIC / "govuk-frontend-6.6.0.min.css").read_text()

    assert [word for word in ["GDS Transport", "@font-face", "url("] if word in css] == []


def test_collecting_with_the_manifest_misses_nothing(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    names = {path.name.split(".")[0] for path in Path(tmp_path).glob("*")}
    assert {"app", "favicon", "staticfiles"} <= names
