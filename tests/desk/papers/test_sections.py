"""Sections of numbers in both languages: totals last, bars beside lists, and what is left out is marked."""

import pytest

from bot.desk.papers.sections import NONE, NOT_SHOWN, Layout, number
from bot.desk.papers.wording import Wording
from tests.casework.talking import AGENCY


def layout(language: str = "en", *, public: bool = True) -> Layout:
    return Layout(Wording(AGENCY, language), public=public)


def test_a_list_has_its_names_a_total_and_bars() -> None:
    made = layout().counted("state", {"open": 10, "closed": 20}, layout().words(("open", "closed")))
    assert made is not None
    assert (made["title"], made["head"]) == ("Open and closed", ["Complaint", "Number"])
    assert made["rows"] == [["Open", "10"], ["Closed", "20"], ["Total", "30"]]
    assert made["bars"] == [0.5, 1.0]
    assert not made["partly"]


def test_what_is_left_out_is_marked_and_has_no_bar() -> None:
    made = layout("es").counted("came", {"phone": 3, "letter": 20, "chat": 40}, {"chat": "Chat"}, title="x")
    assert made is not None
    assert made["rows"] == [["Chat", "40"], ["letter", NOT_SHOWN], ["phone", NOT_SHOWN], ["Total", "63"]]
    assert (made["bars"], made["partly"]) == ([1.0, 0, 0], True)


@pytest.mark.parametrize(("counts", "shown", "total"), [({"a": 3, "b": 3}, True, "6"), ({"a": 30}, False, NOT_SHOWN)])
def test_a_list_that_cannot_be_shown_says_its_total_at_most(counts: dict[str, int], shown: bool, total: str) -> None:
    made = layout().counted("stages", counts, {}, shown=shown)
    assert made is not None
    assert (made["withheld"], made["rows"], made["bars"]) == (True, [["Total", total]], [])


def test_nothing_to_count_is_no_section() -> None:
    assert layout().counted("state", {"open": 0}, {"open": "Open"}) is None
    assert layout().crossed("findings", {}, ({}, {})) is None
    assert layout().lines("clocks", ("share",), []) is None


def test_a_grid_has_totals_on_both_sides() -> None:
    counts = {("EF", "yes"): 6, ("EF", "no"): 7, ("DI", "yes"): 8, ("DI", "no"): 9, ("old", "no"): 5}
    made = layout().crossed("findings", counts, ({"EF": "Force", "DI": "Bias"}, {"yes": "Yes", "no": "No"}))
    assert made is not None
    assert made["head"] == ["Kind", "Yes", "No", "Total"]
    assert made["rows"] == [
        ["Force", "6", "7", "13"], ["Bias", "8", "9", "17"], ["old", "0", "5", "5"], ["Total", "14", "21", "35"],
    ]  # fmt: skip


def test_a_grid_of_one_row_is_a_list_and_one_of_few_is_withheld() -> None:
    names = ({"EF": "Force", "DI": "Bias"}, {"yes": "Yes", "no": "No"})
    one = layout().crossed("findings", {("EF", "yes"): 6, ("EF", "no"): 7}, names)
    assert one is not None
    assert one["rows"] == [["Force / No", "7"], ["Force / Yes", "6"], ["Total", "13"]]
    few = layout().crossed("findings", {("EF", "yes"): 2, ("DI", "no"): 3}, names)
    assert few is not None
    assert (few["withheld"], few["rows"]) == (True, [["Total", "5"]])


def test_days_and_shares() -> None:
    assert [layout().days(each) for each in (0.25, 9.96, 31.4, None)] == ["0.2", "10.0", "31", NOT_SHOWN]
    assert layout(public=False).days(None) == NONE
    assert [layout("es").percent(each) for each in (83, None)] == ["83 %", NOT_SHOWN]
    assert (number(0), number(None)) == ("0", NOT_SHOWN)
    made = layout().lines("clocks", ("share", "half"), [("A duty", ["90 %", NOT_SHOWN])])
    assert made is not None
    assert (made["head"], made["partly"]) == (["Time limit", "In time", "Half within (days)"], True)


def test_bands_name_every_age() -> None:
    assert list(layout().bands().values()) == [
        *("0 to 7 days", "8 to 30 days", "31 to 90 days", "91 to 180 days", "More than 180 days"),
    ]
