"""Notices about who works on a case say the reference and nothing else, each under a key of its own."""

from datetime import UTC, date, datetime

from bot.casework import staffing
from bot.casework.notices import TEMPLATES

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
REFERENCE = "OPCR-2026-00001-8"


def test_they_go_to_the_supervisors_and_to_whoever_lost_the_case(office) -> None:
    agency = office()
    planned = [
        staffing.conflict(agency, "c1", REFERENCE, "m1", NOW),
        *staffing.returned(agency, "c1", REFERENCE, "m1", 7, NOW),
        *staffing.undecided(agency, "c1", REFERENCE, ["m8", "m9"], NOW),
        staffing.alarm(agency, "c1", REFERENCE, date(2026, 11, 23), NOW),
    ]
    assert [(each.key, each.to) for each in planned] == [
        ("c1:conflict:m1", "supervisor"),
        ("c1:returned:7:member:m1", "member:m1"),
        ("c1:returned:7:supervisor", "supervisor"),
        ("c1:undecided:m8", "member:m8"),
        ("c1:undecided:m9", "member:m9"),
        ("c1:alarm:2026-11-23", "supervisor"),
    ]
    assert all(each.params == {"reference": REFERENCE} and each.due_at == NOW for each in planned)
    assert {each.template for each in planned} <= {*TEMPLATES}
