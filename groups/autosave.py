"""The page's script saves what is typed, by the form's own way in, and is told how that went.

It sends the form as a button would, with a header that says so. The view takes it as any other POST, and answers with
`answer_autosave` where it would redirect or show the page again: the script then knows over which edition one types
on, or puts what went wrong beside the field. Nothing counts as saved before this answer has come.
"""

from http import HTTPStatus

from django.shortcuts import render

from lib.forms import carries_marking

HEADER = "X-Autosave"


def is_autosave(request):
    return HEADER in request.headers


def answer_autosave(request, *forms):
    """`forms` (groups.saving_forms.EditedFormMixin) have been saved, or say why not; nothing is told of others."""
    status = HTTPStatus.OK
    if any(form.conflict for form in forms):
        status = HTTPStatus.CONFLICT
    elif any(form.errors for form in forms):
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    told = [_told(form) for form in forms if form.is_saved or form.conflict or form.errors]
    saved_at = max((form.newest_text.at for form in forms if form.is_saved), default=None)
    return render(request, "includes/_autosaved.html", {"told": told, "saved_at": saved_at}, status=status)


def _told(form):
    names = form.kept if form.is_saved else []
    return {
        "form": form,
        "edition": form.standing.edition if form.is_saved else form["edition"].value(),
        "fields": [{"name": form.add_prefix(name), "keep": form.kept_as(name)} for name in names],
        "refusals": [_refusal(form, name, errors) for name, errors in form.errors.items()],
    }


def _refusal(form, name, errors):
    """What a field is refused for, to stand above it; of the whole form, above its text."""
    above = name if name in form.fields else "text"
    return {"above": form.add_prefix(above), "says": errors, "is_spill": carries_marking(errors)}
