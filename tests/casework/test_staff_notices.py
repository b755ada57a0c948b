"""What colleagues ask each other goes out as reference, duty and date, with the name of the question for buttons."""

from datetime import UTC, datetime

import pytest

from bot.casework import staff_notices
from bot.casework.keeper import Subject

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
CASE = Subject("case1", "OPCR-2026-00123-0", "m1", "intake")


def test_each_is_said_once_to_whom_it_concerns(office, deadline) -> None:
    agency = office(deadlines=(deadline(),))
    said = {"duty": "first_look", "due_on": "2026-11-23"}
    planned = [
        staff_notices.extension_asked(agency, CASE, "ask1", said, NOW),
        staff_notices.handover_asked(agency, CASE, "ask2", "m2", NOW),
        *(
            staff_notices.answered(agency, CASE, "ask1", f"{kind}_{state}", "m1", NOW)
            for kind in ("extension", "handover")
            for state in ("granted", "refused")
        ),
        staff_notices.hold_over(agency, CASE, NOW, NOW),
    ]
    assert {each.template for each in planned} == set(staff_notices.TEMPLATES)
    assert len({each.key for each in planned}) == len(planned)
    assert [each.to for each in planned] == ["supervisor", "member:m2", *["member:m1"] * 5]
    assert planned[0].params == {"reference": CASE.reference, **said, "ask": "ask1"}
    assert planned[1].params == {"reference": CASE.reference, "ask": "ask2"}
    assert all(each.params == {"reference": CASE.reference} for each in planned[2:])


@pytest.mark.parametrize(("owner", "keeper"), [("m1", "member:m1"), (None, "queue:intake")])
def test_whoever_keeps_a_case_hears_that_its_hold_is_over(office, owner: str | None, keeper: str) -> None:
    about = Subject("case1", CASE.reference, owner, "intake")
    assert staff_notices.hold_over(office(), about, NOW, NOW).to == keeper


def test_a_duty_that_the_profile_does_not_know_is_left_out(office) -> None:
    asked = staff_notices.extension_asked(office(), CASE, "ask1", {"duty": "<b>", "due_on": "soon"}, NOW)
    assert asked.params == {"reference": CASE.reference, "ask": "ask1"}
