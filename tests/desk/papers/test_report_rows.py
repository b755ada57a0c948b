"""Rows of a report: people by what is known of them, evidence by what came of it, findings that were not made."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.desk.papers import report_rows
from bot.desk.papers.wording import Wording
from storage.parties import Party
from storage.requests import ANSWERED, OPEN, Answer, Request
from tests.desk.hartford import hartford

AT = datetime(2026, 9, 14, 15, 0, tzinfo=UTC)
PERSON = Party("p1", "c1", "complainant", "Ana  Ruiz", True, False, "complainant", AT, None, None)
ASKED = Request(
    *(1, "r1", "c1", "police_records", OPEN, "Please.", (), None, None, "member:x", AT, date(2026, 9, 21)),
    *(None, None, None, "body_camera"),
)


@pytest.mark.parametrize(
    ("person", "row"),
    [
        (PERSON, {"state": "named", "name": "Ana  Ruiz"}),
        (replace(PERSON, kept=True), {"state": "kept", "name": ""}),
        (replace(PERSON, name=None), {"state": "unnamed", "name": ""}),
    ],
)
def test_the_complainant_is_named_kept_or_unnamed(person: Party, row: dict[str, str]) -> None:
    assert report_rows.complainant([person]) == row


def test_an_officer_is_known_described_or_neither() -> None:
    assert report_rows.called(PERSON) == {"state": "known", "name": "Ana Ruiz"}
    assert report_rows.called(replace(PERSON, known=False))["state"] == "described"
    assert report_rows.called(None) == report_rows.called(replace(PERSON, name="")) == {"state": "unnamed", "name": ""}


def test_evidence_is_waited_for_received_or_refused() -> None:
    wording = Wording(hartford(), "en")
    waiting = report_rows.entry(hartford(), ASKED, {}, wording)
    assert (waiting["item"], waiting["state"], waiting["due_on"]) == (
        *("Body-worn camera", "waiting", "September 21, 2026"),
    )
    came = replace(ASKED, state=ANSWERED, answer=Answer("Here.", ("f2", "gone")), answered_on=date(2026, 9, 20))
    row = report_rows.entry(hartford(), came, {"f1": 1, "f2": 2}, wording)
    assert (row["state"], row["files"], row["words"], row["on"]) == ("received", [2], "Here.", "September 20, 2026")
    refused = replace(came, answer=Answer("No.", refused=True), body=None, item="tarot")
    row = report_rows.entry(hartford(), refused, {}, wording)
    assert (row["state"], row["item"], row["whom"]) == ("refused", "tarot", "")
    accepted = replace(came, answer=None)
    assert report_rows.entry(hartford(), accepted, {}, wording)["state"] == "received"
