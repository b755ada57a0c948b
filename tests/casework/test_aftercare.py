"""What is told after the filing: to whom, once, and with nothing in it but the number of the case."""

from datetime import UTC, datetime

import pytest

from bot.casework import aftercare
from bot.casework.keeper import SUPERVISOR, Subject
from bot.casework.notices import COMPLAINANT
from tests.house import agencies

HOME = agencies()["minneapolis_opcr"]
NOW = datetime(2026, 9, 14, 3, 0, tzinfo=UTC)  # still Sunday in Minneapolis
REFERENCE = "OPCR-2026-00001-8"
OWNED, FREE = Subject("c1", REFERENCE, "m1", "intake"), Subject("c1", REFERENCE, None, "intake")


def test_everybody_hears_of_what_is_for_them() -> None:
    told = aftercare.to_complainant(HOME, OWNED, "question", "x", NOW)
    assert (told.to, told.template, told.key) == (COMPLAINANT, "question", "c1:question:x")
    assert told.params == {"reference": REFERENCE}
    assert aftercare.to_a_person(HOME, OWNED, "transfer_news", "x", NOW).to == "member:m1"
    assert aftercare.to_a_person(HOME, FREE, "transfer_news", "x", NOW).to == SUPERVISOR
    assert aftercare.to_supervisor(HOME, OWNED, "supervisor_asked", "x", NOW).to == SUPERVISOR
    assert aftercare.to_keeper(HOME, OWNED, "reopened", "x", NOW).to == "member:m1"
    assert aftercare.to_keeper(HOME, FREE, "reopened", "x", NOW).to.startswith("queue:")


def test_a_day_is_the_agency_s_day() -> None:
    assert aftercare.once_a_day(HOME, NOW) == "2026-09-13"


@pytest.mark.parametrize(
    ("closed_at", "given", "days", "due"),
    [
        (NOW, False, 3, ["2026-09-16"]),
        (NOW, False, 6, ["2026-09-21"]),  # the office is closed on the Saturday before
        (NOW, True, 3, []),
        (None, False, 3, []),
        (NOW, False, 0, []),
    ],
)
def test_how_it_was_is_asked_once_after_the_end(
    closed_at: datetime | None, given: bool, days: int, due: list[str]
) -> None:
    agency = HOME.model_copy(update={"opinion_after_days": days})
    planned = aftercare.plan_opinion(agency, FREE, closed_at, given=given)
    assert [f"{each.due_at:%Y-%m-%d}" for each in planned] == due
    assert all(each.key.startswith(aftercare.opinion_scope("c1")) for each in planned)
