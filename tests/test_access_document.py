from tests.access_document import FILE, document


def test_the_page_for_the_owners_says_what_the_tables_say():
    assert FILE.read_text() == document(), "run python3 -m tests.access_document"
