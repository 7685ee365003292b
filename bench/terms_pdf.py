"""How long the PDF and the Word document of the terms take, and the same version from the store.

    bin/test.py bench/terms_pdf.py -s

The 12-page fixture is the demo's terms with longer sections. Figures to hold (issue "the whole way through"): made by
the worker in under 1.5 seconds, taken from the store in under 50 ms. They are printed, not asserted: a busy machine is
no fault of the code.
"""

import statistics
import time
from io import BytesIO

from django.urls import reverse
from pypdf import PdfReader

from documents.models import Job
from documents.services import ask_for_document, hash_of, make_document
from groups.starting_texts import TERMS_SECTIONS
from groups.terms_document import pages_of, word_of
from tests.terms_sample import sample_terms

pytest_plugins = ["tests.conftest"]


def twelve_pages():
    content = sample_terms()
    for section in content["sections"][:9]:
        section["text"] = f"{section['text']}\n\n{section['text']}"
    return content


def timed(what, work, times=7):
    """Prints the medians of some runs, by the clock and by the processor alone; returns what the last run gave."""
    by_clock, by_processor = [], []
    for _ in range(times):
        clock, processor = time.perf_counter(), time.process_time()
        result = work()
        by_clock.append(time.perf_counter() - clock)
        by_processor.append(time.process_time() - processor)
    medians = [statistics.median(taken) * 1000 for taken in (by_clock, by_processor)]
    print(f"\n{what}: {medians[0]:.0f} ms by the clock, {medians[1]:.0f} ms of processor", end="")
    return result


def test_drawing():
    for name, content in [("the demo's terms", sample_terms()), ("the fixture", twelve_pages())]:
        pdf = timed(name, lambda content=content: pages_of(content, hash_of(content)))
        print(f" ({len(PdfReader(BytesIO(pdf)).pages)} pages, {len(pdf) // 1024} kB)", end="")
        word = timed(f"{name} in Word", lambda content=content: word_of(content, hash_of(content)))
        print(f" ({len(word) // 1024} kB)", end="")


def test_worker_and_store(world, signed_in, tmp_path, settings):
    """The worker's whole job for a world with the starting texts twice over; then asking and taking by the pages."""
    settings.FILES_DIR = tmp_path / "files"
    terms, planner = world.things.terms, world.people["planner"]
    for position, (key, title, text) in enumerate(TERMS_SECTIONS, start=1):
        terms.sections.update_or_create(
            key=key, defaults={"group": world.group, "position": position, "title": title, "text": text * 2}
        )
    for kind in ["terms_in_word", "terms"]:
        job = ask_for_document(kind=kind, subject=terms, file_name="terms", by=planner)

        def made(job=job):
            Job.objects.filter(pk=job.pk).update(state=Job.State.WAITING, file=None, tries=0)
            make_document(job_id=job.pk)

        timed(f"{kind} made by the worker", made)
    job.refresh_from_db()
    print(f" ({len(PdfReader(settings.FILES_DIR / job.file.sha256).pages)} pages)", end="")
    browser = signed_in(world.people["fire"])
    export = reverse("groups:terms_export", args=[terms.public_id])
    address = timed("asked for again", lambda: browser.post(export), 20).headers["Location"]
    timed("taken from the store", lambda: b"".join(browser.get(f"{address}file/").streaming_content), 50)
    print()
