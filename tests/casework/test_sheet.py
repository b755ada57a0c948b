"""A spreadsheet of complaints: what can be taken, and every problem by row and column with what to write instead."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework import sheet
from bot.casework.interview import narrative
from tests.agencies.test_profiles import AGENCIES

PAROLE = AGENCIES["ct_doc_parole"]
TODAY = date(2026, 11, 24)
GOOD = {"number": "17", "received_on": "2026-11-02", "story": "My bag was kept."}


def saved(*rows: dict[str, str], delimiter: str = ",") -> str:
    out = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(out, names, delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def problems(text: str) -> list[str]:
    return [str(each) for each in sheet.read(PAROLE, text, TODAY).problems]


def test_a_row_is_what_an_interview_would_have_brought() -> None:
    row = GOOD | {"about": "violation", "hearing": "December 3", "for_whom": "someone_else", "relation": "Family",
                  "affected": "Luis", "needs": "housing, work", "name": "Marta", "contact": "860-555-0142",
                  "supervised": "hartford", "respondents": "Officer B",
                  "language": "es", "came_by": "letter"}  # fmt: skip
    row["relation"], row["hearing"] = "Familia", "3 de diciembre"
    for delimiter in (",", ";", "\t"):
        found = sheet.read(PAROLE, "\ufeff" + saved(row, delimiter=delimiter), TODAY)
        assert found.problems == ()
        (entry,) = found.entries
        assert (entry.row, entry.number, entry.language, entry.way) == (2, "17", "es", "letter")
        assert entry.received_on == date(2026, 11, 2)
        assert narrative(entry.answers) == "My bag was kept."
        assert {id: entry.answers[id].value for id in ("about", "relation", "needs", "name_choice")} == {
            "about": "violation", "relation": "family", "needs": ["housing", "work"], "name_choice": "use_name",
        }  # fmt: skip
        assert entry.answers["hearing"].value["on"] == "2026-12-03"
        assert entry.answers["respondents"].value == [{"text": "Officer B", "message": "0"}]


def test_the_least_is_a_number_a_day_and_a_story() -> None:
    (entry,) = sheet.read(PAROLE, saved(GOOD | {"received_on": "11/2/2026"}, {}), TODAY).entries
    assert (entry.language, entry.way, set(entry.answers)) == ("en", "paper", {"language", "story"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            saved({"number": "1", "recieved_on": "2026-11-02", "story": "x", "=cmd()": "1"}),
            [
                'row 1, column 2 "recieved_on": nothing is known by that name. Did you mean "received_on"? '
                "Rename it or take it out.",
                'row 1, column 4 "=cmd()": nothing is known by that name. Rename it or take it out.',
                "row 1, received_on: this column is missing. Write its name into the first row, spelled like that, "
                "and fill it in.",
            ],
        ),
        ("number,number,received_on,story\n", ['row 1, column 2 "number": this column is here twice. Remove one.']),
        (
            "number,received_on,story\n",
            ["row 2: there is no complaint in this file. Write one in each row under the first."],
        ),
        (
            "",
            [
                f"row 1, {name}: this column is missing. Write its name into the first row, spelled like that, "
                "and fill it in."
                for name in ("number", "received_on", "story")
            ],
        ),
        (
            "number,received_on,story\n1,2026-11-02,They took it, all of it\n",
            ["row 2: there are more cells than in the first row. A cell with a comma in it needs quotes around it."],
        ),
    ],
)
def test_what_is_wrong_with_the_columns(text: str, said: list[str]) -> None:
    assert problems(text) == said


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"story": " "}, "story: this cell is empty. Fill it in."),
        ({"received_on": "soon"}, 'received_on: "soon" is no day. Write it like 2026-03-21.'),
        (
            {"received_on": "December 24, 2026"},
            "received_on: that day has not come yet. Write the day on which it reached the office.",
        ),
        ({"received_on": "1899-02-03"}, "received_on: that day is before 1900. Correct the year."),
        ({"received_on": "last summer"}, "received_on: a whole day is needed. Write it like 2026-03-21."),
        ({"language": "fr"}, 'language: "fr" is not known here. Write one of: en, es.'),
        ({"came_by": "fax"}, 'came_by: "fax" is not known here. Write one of: phone, walk_in, paper, letter.'),
        ({"story": "x" * 20_001}, "story: this is longer than 20000 characters. Shorten it, or file it in parts."),
        (
            {"for_whom": "=HYPERLINK(\x1b[31m"},
            'for_whom: "=HYPERLINK(?[31m" is none of the answers. '
            "Write one of: me, me_and_others, someone_else, saw_it.",
        ),
        (
            {"needs": "a " + "very " * 20 + "long wish"},
            f'needs: "{("a " + "very " * 20)[:40]}…" is none of the answers. '
            "Write one of: housing, work, treatment, health, papers, transport, nothing. Put a comma between several.",
        ),
        ({"when": "when it rained"}, "when: this cannot be read. Write the day like 2026-03-21, or empty the cell."),
        ({"name": "\u200b"}, "name: this cannot be read. Write it in words."),
        (
            {"hearing": "December 3", "about": "property"},
            'hearing: this is only asked when "about" is officer or violation or program or conditions or courts. '
            "Fill that in, or empty this cell.",
        ),
        (
            {"relation": "family"},
            'relation: this is only asked when "for_whom" is me_and_others or someone_else. '
            "Fill that in, or empty this cell.",
        ),
    ],
)
def test_what_is_wrong_with_a_cell(cells: dict[str, str], said: str) -> None:
    assert problems(saved(GOOD, GOOD | {"number": "18"} | cells)) == [f"row 3, {said}"]


def test_a_number_stands_for_one_complaint() -> None:
    assert problems(saved(GOOD, GOOD)) == ["row 3, number: row 2 has this number too. Each complaint needs its own."]


def test_every_problem_of_a_file_is_told_at_once() -> None:
    rows = [GOOD | {"number": str(number), "language": "fr", "about": "nothing such"} for number in range(190)]
    assert len(problems(saved(*rows))) == 380


def test_a_file_that_is_none() -> None:
    assert problems("number,received_on,story\n1,2026-11-02," + "x" * 200_000) == [
        "row 1: this is no CSV file. Save the spreadsheet anew as CSV (UTF-8)."
    ]


@given(st.text(max_size=200))
def test_any_text_gives_complaints_or_problems(text: str) -> None:
    found = sheet.read(PAROLE, text, TODAY)
    assert found.entries or found.problems
