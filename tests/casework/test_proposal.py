"""What should be asked for at once: named by the rules that applied, told to the keeper, at last to a supervisor."""

from datetime import UTC, datetime, timedelta

from bot.casework import proposal
from bot.casework.keeper import Subject
from bot.casework.parts import TriageRule

FRIDAY = datetime(2026, 9, 18, 22, 0, tzinfo=UTC)  # after the office has closed
CASE = Subject("case1", "OPCR-2026-00123-0", None, "intake")


def test_the_rules_that_applied_say_what_is_proposed_once_each(office) -> None:
    rules = [
        TriageRule(when={"hurt": True}, priority="urgent", because="x", propose=each)
        for each in (("camera", "radio"), (), ("medical", "camera"))
    ]
    agency = office(triage=tuple(rules))
    assert proposal.proposed(agency, (3, 1)) == ("medical", "camera", "radio")
    assert proposal.proposed(agency, (2,)) == ()
    assert proposal.proposed(agency, ()) == ()


def test_the_keeper_hears_at_once_and_again_and_in_the_end_a_supervisor_does(office) -> None:
    waiting = {"radio": FRIDAY + timedelta(hours=1), "camera": FRIDAY}
    planned = proposal.plan(office(), CASE, waiting)
    assert [(each.to, each.due_at) for each in planned] == [
        ("queue:intake", FRIDAY),
        ("queue:intake", datetime(2026, 9, 21, 13, 30, tzinfo=UTC)),
        ("supervisor", datetime(2026, 9, 21, 13, 30, tzinfo=UTC)),
    ]
    assert {each.template for each in planned} == {"evidence_waits"}
    assert {tuple(each.params) for each in planned} == {("reference",)}
    assert all(each.key.startswith(proposal.scope("case1")) for each in planned)
    assert len({each.key for each in planned}) == 3


def test_where_nothing_waits_nothing_is_said(office) -> None:
    assert proposal.plan(office(), CASE, {}) == ()
