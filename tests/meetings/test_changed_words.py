"""What a correction changes, as it stands under the paragraph."""

from meetings.remarks import changes_in


def test_what_changes_is_shown_among_the_few_words_round_it():
    stood = "The district will hold its evening on Saturday 12 December and asked for <b>material</b> to hand out."

    changes = changes_in(stood, stood.replace("Saturday 12", "Sunday 13"))

    says = changes.replace('<span class="govuk-visually-hidden">', "").replace("</span>", "")
    changed = "<del>taken out: Saturday 12</del> <ins>added: Sunday 13</ins>"
    assert says == f"… hold its evening on {changed} December and asked for … "


def test_a_correction_of_nothing_that_stood_is_all_new_and_escaped():
    assert changes_in("", "<b>I was there</b>") == "<b>I was there</b>"
    assert "<script>" not in changes_in("one", "<script>one</script>")
