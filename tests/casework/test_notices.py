"""Who is told what; and whatever stands in a happening, nothing but codes, the case number and dates gets out (F31)."""

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework import notices
from bot.casework.keeper import SUPERVISOR
from bot.casework.notices import after

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
CASE = ("case1", "OPCR-2026-00123-0")
REFERENCE = {"reference": CASE[1]}
HOSTILE = st.text(max_size=40) | st.sampled_from(
    [
        *("Officer Smith hit me on Main St", "excessive_force", "OPCR-2026-00123-0 Ana Pérez", "OPCR-2026-00123-0\n"),
        *(
            "EF",
            "2026-11-20 at the bridge",
            "when due, he said",
            "urgent!",
            "stage",
            "OPCR-٢٠٢٦-00123-0",
            "{reference}",
        ),
    ]
)


def one(office, happened: notices.Happened) -> tuple[str, str, dict[str, str], int, str]:
    (planned,) = after(office(), happened, NOW)
    assert planned.due_at == NOW
    return planned.to, planned.template, dict(planned.params), planned.rank, planned.key


@pytest.mark.parametrize(
    ("priority", "queue", "to", "rank"),
    [
        ("normal", "intake", "queue:intake", 2),
        ("high", "critical", "queue:critical", 2),
        ("urgent", "critical", "queue:critical", 1),
        ("normal", "no_such_queue", "queue:intake", 2),
    ],
)
def test_a_case_for_a_queue(office, priority: str, queue: str, to: str, rank: int) -> None:
    receipt, new_case = after(office(), notices.Filed(*CASE, priority, queue), NOW)
    assert (receipt.to, receipt.template, receipt.rank, receipt.params) == ("complainant", "receipt", 0, REFERENCE)
    assert (new_case.to, new_case.template, new_case.rank) == (to, "new_case", rank)
    assert new_case.params == {**REFERENCE, "priority": priority}
    assert receipt.due_at == new_case.due_at == NOW

    (again,) = after(office(), notices.HandedBack(*CASE, priority, queue, 7), NOW)
    assert (again.to, again.template, again.rank, again.params) == (to, "new_case", rank, new_case.params)
    assert again.key != new_case.key


def test_a_new_case_says_which_duty_is_owed_first_and_by_when(office, deadline) -> None:
    agency = office(deadlines=(deadline(name="first_look"),))
    _, new_case = after(agency, notices.Filed(*CASE, "high", "intake", "first_look", "2026-11-25"), NOW)
    assert new_case.params == {**REFERENCE, "priority": "high", "duty": "first_look", "due_on": "2026-11-25"}


@pytest.mark.parametrize(
    ("happened", "to", "template", "said", "key"),
    [
        (notices.Claimed(*CASE, "m1", "member:m2", 4), "member:m1", "assigned", {}, "assigned:4"),
        (notices.StatusChanged(*CASE, "closed", False, 5), "complainant", "news", {"stage": "closed"}, "news:5"),
        (
            notices.StatusChanged(*CASE, "closed", True, 5),
            "complainant",
            "news_with_note",
            {"stage": "closed"},
            "news_with_note:5",
        ),
        (notices.MessageToComplainant(*CASE, "t1"), "complainant", "message_waiting", {}, "message_waiting:t1"),
        (notices.MessageToStaff(*CASE, "m1", "intake", "t1"), "member:m1", "new_message", {}, "new_message:t1"),
        (notices.MessageToStaff(*CASE, None, "intake", "t1"), "queue:intake", "new_message", {}, "new_message:t1"),
        (notices.EvidenceAdded(*CASE, "m1", "intake", "e1"), "member:m1", "new_evidence", {}, "new_evidence:e1"),
        (notices.EvidenceAdded(*CASE, None, "gone", "e1"), "queue:intake", "new_evidence", {}, "new_evidence:e1"),
        (
            notices.StatementChanged(*CASE, "m1", "intake", "v1"),
            "member:m1",
            "statement_changed",
            {},
            "statement_changed:v1",
        ),
        (
            notices.WithdrawalAsked(*CASE, "m1", "intake"),
            "member:m1",
            "withdrawal_asked",
            {},
            "withdrawal_asked:2026-11-20",
        ),
        (
            notices.WithdrawalAsked(*CASE, None, "intake"),
            "supervisor",
            "withdrawal_asked",
            {},
            "withdrawal_asked:2026-11-20",
        ),
        (notices.Unreachable(*CASE, "m1", "intake"), "member:m1", "unreachable", {}, "unreachable:2026-11-20"),
        (notices.Unreachable(*CASE, None, "intake"), "supervisor", "unreachable", {}, "unreachable:2026-11-20"),
    ],
)
def test_one_notice(office, happened, to: str, template: str, said: dict[str, str], key: str) -> None:
    assert one(office, happened) == (to, template, {**REFERENCE, **said}, 2, f"case1:{key}")


def test_nobody_is_told_what_they_did_themselves(office) -> None:
    assert after(office(), notices.Claimed(*CASE, "m1", "member:m1", 4), NOW) == ()


def test_a_new_colleague_is_welcomed_once() -> None:
    welcome = notices.welcome("m1", NOW)
    assert (welcome.to, welcome.key, welcome.params, welcome.due_at) == ("member:m1", "m1:welcome", {}, NOW)


def test_of_somebody_who_cannot_be_let_in_the_supervisors_hear_once_and_no_name() -> None:
    told = notices.turned_away("m1", NOW)
    assert (told.to, told.key, told.params, told.due_at) == ("supervisor", "m1:attested_no", {}, NOW)


def test_the_same_happening_twice_gives_the_same_keys(office) -> None:
    happened = notices.Filed(*CASE, "high", "intake")
    keys = [{each.key for each in after(office(), happened, NOW + timedelta(days=days))} for days in (0, 1)]
    assert keys[0] == keys[1]


# --- F31


@pytest.mark.parametrize("kind", get_args(notices.Happened))
def test_a_happening_has_no_place_for_what_a_person_wrote(kind: type) -> None:
    allowed = {"case", "reference", "owner", "queue", "priority", "by", "status", "note", "revision", "duty", "due_on"}
    names = {field.name: field.type for field in fields(kind)}
    assert set(names) <= allowed | {"message", "evidence", "version", "closed", "told"}
    assert names.get("closed", bool) in (bool, "bool")
    assert names.get("note", bool) in (bool, "bool")


@given(st.sampled_from(get_args(notices.Happened)), st.data())
def test_nothing_hostile_gets_into_a_notice(office, kind, data: st.DataObject) -> None:
    """Every text field but the ids that storage makes is filled with something hostile."""
    agency = office()
    ids = {"case": "case1", "owner": "m1", "by": "member:m2", "message": "t1", "evidence": "e1", "revision": 3}
    ids |= {"version": "e1"}
    drawn = {field.name: data.draw(HOSTILE) for field in fields(kind) if field.name not in ids}
    values = {field.name: ids.get(field.name, drawn.get(field.name)) for field in fields(kind)}
    for planned in after(agency, kind(**values), NOW):
        assert planned.template in notices.TEMPLATES
        assert planned.to in {"complainant", "supervisor", "member:m1", *(f"queue:{queue}" for queue in agency.queues)}
        assert planned.key in {f"case1:{planned.template}:{once}" for once in ("", "t1", "e1", 3, NOW.date())}
        for name, value in planned.params.items():
            assert value in {"reference": {CASE[1]}, "stage": agency.statuses, "priority": agency.priorities}[name]


@given(st.sampled_from(["reference", "stage", "priority", "duty", "due_on", "rule"]), HOSTILE)
def test_told_lets_only_codes_dates_and_case_numbers_through(office, deadline, name: str, value: str) -> None:
    agency = office(deadlines=(deadline(),))
    for kept in notices.told(agency, **{name: value}).values():
        assert kept.isascii()
        assert (
            kept in {*agency.statuses, *agency.priorities, "first_look"}
            or any(sign.isdigit() for sign in kept)
            or kept == "when due"
        )


def test_told_keeps_what_is_known(office, deadline) -> None:
    said = {
        "reference": CASE[1],
        "stage": "received",
        "priority": "high",
        "duty": "first_look",
        "due_on": date(2026, 11, 20).isoformat(),
        "rule": "every 2 days after",
    }
    assert notices.told(office(deadlines=(deadline(),)), **said) == said


@pytest.mark.parametrize(
    "said",
    [
        {"reference": "OIG-2026-00123-0"},
        {"reference": "OPCR-2026-00123-0 he hit me"},
        {"reference": ""},
        {"stage": "he hit me"},
        {"priority": "URGENT"},
        {"duty": "somebody_else"},
        {"due_on": "20 November"},
        {"starts_at": "at two"},
        {"due_on": "2026-11-20T10:00"},
        {"rule": "when he comes back"},
    ],
)
def test_told_leaves_out_everything_else(office, deadline, said: dict[str, str]) -> None:
    assert notices.told(office(deadlines=(deadline(),)), **said) == {}


def test_every_message_about_a_case_that_is_taken_turns_into_taken(office) -> None:
    assert notices.taken(office(), *CASE, {}, NOW) == ()
    ana, ben = notices.taken(office(), *CASE, {"ana": 7, "ben": 9}, NOW)
    assert (ana.key, ana.to, ana.template) == ("case1:taken:ana:7", "member:ana", "taken")
    assert (ana.params, ben.params) == ({**REFERENCE, "message": "7"}, {**REFERENCE, "message": "9"})
    assert {ana.due_at, ben.due_at} == {NOW}


def test_every_template_is_used(office, deadline) -> None:
    used = {"reminder", "escalation", "draft_reminder", "no_news"}  # planned by deadlines.py
    used |= {"conflict", "undecided", "returned", "alarm"}  # staffing.py
    used |= {"task_due"}  # planned by task.py
    used |= {"evidence_waits"}  # proposal.py
    used |= {"draft_limit", "limit_near", "limit_last", "limit_over", "limit_last_staff", "limit_over_staff"}
    used |= {"search_each", "search_daily", "search_weekly", "search_threshold"}  # search.py
    used |= {"officer_threshold", "officer_threshold_alone"}  # relation.py
    used |= {"cluster_proposed", "cluster_joins"}  # surge.py
    used |= {"request_waiting", "request_reminder", "request_withdrawn", "answer_overdue", "body_overdue"}  # request.py
    used |= {"witness_stated", "file_added", "no_chat", "name_asked", "name_opened", "name_refused"}
    used |= {"question", "withdrawal_kept", "withdrawal_answered", "supervisor_asked", "how_was_it"}  # aftercare.py
    used |= {"appeal_asked", "appeal_due", "reopened"}  # appeal.py, aftercare.py
    used |= {"paper_waiting", "paper_asked", "paper_approved", "paper_refused"}  # planned by desk.documents
    used |= {"swear_anew"}  # planned by desk.corrections
    used |= {"transfer_kept", "transfer_news", "transfer_offered", "transfer_due"}  # transfer.py
    used |= {f"meeting_{each}{to}" for each in ("asked", "set", "moved", "off", "soon") for to in ("", "_staff")}
    used |= {"meeting_answered", "follow_up_due"}  # agenda.py
    used |= {"another_office"}  # passing.py
    used |= {"witness_unreachable", notices.turned_away("m1", NOW).template}  # planned by desk.outcomes
    used |= {"taken", notices.welcome("m1", NOW).template}  # a message that went out turns into "taken"
    used |= {"new_case_unattended"}  # what supervisors get when the courier finds nobody on duty
    happened = [
        notices.Filed(*CASE, "high", "intake", told=True),
        notices.HandedBack(*CASE, "high", "intake", 3),
        notices.Claimed(*CASE, "m1", "member:m2", 4),
        notices.StatusChanged(*CASE, "closed", True, 5),
        notices.StatusChanged(*CASE, "closed", False, 5),
        notices.MessageToComplainant(*CASE, "t1"),
        notices.MessageToStaff(*CASE, None, "intake", "t1"),
        notices.EvidenceAdded(*CASE, None, "intake", "e1"),
        notices.StatementChanged(*CASE, None, "intake", "v1"),
        notices.WithdrawalAsked(*CASE, None, "intake"),
        notices.Unreachable(*CASE, None, "intake"),
    ]
    used |= {planned.template for each in happened for planned in after(office(), each, NOW)}
    assert used == set(notices.TEMPLATES)


def test_what_comes_to_a_closed_case_reaches_a_person_and_no_queue(office) -> None:
    for kind in (notices.MessageToStaff, notices.EvidenceAdded):
        (unowned,) = after(office(), kind(*CASE, None, "intake", "x", closed=True), NOW)
        (owned,) = after(office(), kind(*CASE, "m1", "intake", "x", closed=True), NOW)
        assert (unowned.to, owned.to) == (SUPERVISOR, "member:m1")


def test_a_case_that_a_supervisor_hears_of_at_once(office) -> None:
    agency = office()
    *_, told = after(agency, notices.Filed(*CASE, agency.priorities[0], "intake", told=True), NOW)
    assert (told.to, told.template, told.rank) == ("supervisor", "new_case_first", 1)
    assert set(told.params) == {"reference", "priority"}
