"""Faults in what leaves of a record: copies for one reader, the open summary, the report to the senior owner."""

from tests.planted.fault import Fault

COPIES = "tests/meetings/test_minutes_document.py"
SUMMARY = "tests/meetings/test_open_summary.py"
REPORT = "tests/meetings/test_upward_report.py"

FAULTS_ON_PAPER = [
    Fault(
        "copy-given-though-its-reader-may-read-less",
        "A copy made for one reader is given as long as its day lasts, whatever was withheld from them since.",
        [f"{COPIES}::test_copy_is_no_longer_given_once_its_reader_may_read_less"],
        "documents/services.py",
        "    return is_over or maker.hash_for(job.made_of, reader) != job.content_sha256\n",
        "    return is_over\n",
    ),
    Fault(
        "copy-in-the-backup",
        "What is made for one reader and kept for a day lives on in the backups.",
        [f"{COPIES}::test_no_backup_holds_a_copy"],
        "bin/backup.py",
        " WHERE NOT EXISTS (",
        " WHERE true OR NOT EXISTS (",
    ),
    Fault(
        "summary-agreed-to-unread",
        "Somebody agrees to publish words drawn from paragraphs that they may not read.",
        [f"{SUMMARY}::test_whoever_may_not_read_all_that_it_was_drawn_from_cannot_agree"],
        "meetings/open_summary.py",
        "    return not kept_back\n",
        "    return True\n",
    ),
    Fault(
        "title-in-the-open-part",
        "The open part names an item whose title is not for everybody.",
        [f"{REPORT}::test_open_part_tells_no_title_of_an_item_that_is_not_for_everybody"],
        "meetings/upward.py",
        'return section.title if title_is_open(section.item) else ""',
        "return section.title",
    ),
    Fault(
        "named-passages-go-up",
        "What is for named readers goes to the senior owner with the rest.",
        [f"{REPORT}::test_what_is_for_named_readers_goes_to_nobody"],
        "meetings/upward.py",
        "    return KINDS[kind].objects.filter(minutes=minutes).exclude(named)\n",
        "    return KINDS[kind].objects.filter(minutes=minutes)\n",
    ),
    Fault(
        "report-before-it-is-approved",
        "The senior owner reads a report that is still being written.",
        [f"{REPORT}::test_senior_owner_reads_it_once_it_is_approved_and_that_is_recorded"],
        "meetings/paper_access.py",
        "    if report is None or not report.is_approved:\n",
        "    if report is None:\n",
    ),
]
