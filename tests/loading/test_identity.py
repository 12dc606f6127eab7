"""Every case has a name of its own, whatever the letters and the files are called."""

from imr_tui.loading.identity import Claim, identify


def test_a_name_that_another_case_has_as_its_number_is_not_given_twice() -> None:
    claim = Claim("Stra\xdfe.txt", 1, None, "hash", None, False, "Stra\xdfe")
    for taken in ("STRASSE", "stra\xdfe"):
        assert [identity.case_id for identity in identify([claim], [taken])] == ["Stra\xdfe-2"]
