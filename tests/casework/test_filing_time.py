"""Until when a complaint can be filed: the strictest rule warns, the longest is shown, and nobody is refused."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework.agency import Choice, Question, Text
from bot.casework.filing_time import counts, filing, plan_case, plan_draft
from bot.casework.keeper import Subject
from bot.casework.limit import Limit, Unfiled
from bot.casework.turns import Answer
from bot.casework.workdays import day_at, is_workday

WORDS = Text(en="x", es="x")
NOW = datetime(2026, 9, 14, 15, tzinfo=UTC)
TODAY = date(2026, 9, 14)
QUESTIONS = {
    "area": Question(id="area", kind="many", ask=WORDS, name=WORDS,
                     choices=tuple(Choice(id=id, label=WORDS) for id in ("work", "home"))),
    "when": Question(id="when", kind="date", ask=WORDS, name=WORDS),
}  # fmt: skip


def limit(days: int, source: str = "a rule", **changes: object) -> Limit:
    return Limit.model_validate({"days": days, "source": source, "checked_on": TODAY, **changes})


RULES = (
    limit(300, "page", when={"area": "work"}),
    limit(180, "page", when={"area": "home"}),
    limit(200, "old rule", acts_to=date(2020, 12, 31)),
    limit(280, "new rule", acts_from=date(2021, 1, 1)),
)


def agency(office, *limits: Limit, **changes: object):
    return office(limits=limits, interview=("area", "when"), questions=QUESTIONS, **changes)


def answers(on: str | None, *area: str, until: str | None = None, precision: str = "day") -> dict[str, Answer]:
    value = {"on": on, "until": until, "precision": precision, "said": "then"}
    return (
        {"area": Answer([*area], "given")} | {"when": Answer(value, "given")}
        if area
        else {"when": Answer(value, "given")}
    )


def days(*many: int) -> list[date]:
    return [TODAY + timedelta(days=each) for each in many]


@pytest.mark.parametrize(
    ("said", "earliest", "latest"),
    [
        (answers("2026-09-14", "home"), 180, 280),
        (answers("2026-09-14", "work"), 280, 300),
        (answers("2026-09-14", "work", "home"), 180, 300),
        (answers("2026-09-14"), 180, 300),  # nobody has said where it was: either may apply
    ],
)
def test_every_rule_that_may_apply_counts(office, said: dict[str, Answer], earliest: int, latest: int) -> None:
    found = filing(agency(office, *RULES), said)
    assert found is not None
    assert [found.earliest, found.latest] == days(earliest, latest)
    assert found.exact


def test_acts_of_another_time_fall_under_its_rules(office) -> None:
    found = filing(agency(office, *RULES[2:]), answers("2020-06-01"))
    assert (found.strictest, found.longest) == ("old rule", "old rule")
    both = filing(agency(office, *RULES[2:]), answers("2020-12-01", until="2021-01-31", precision="about"))
    assert (both.earliest, both.strictest) == (date(2020, 12, 1) + timedelta(days=200), "old rule")
    assert (both.latest, both.longest) == (date(2021, 1, 31) + timedelta(days=280), "new rule")
    assert not both.exact


def test_where_no_rule_covers_the_day_all_of_them_warn(office) -> None:
    found = filing(agency(office, limit(100, acts_from=date(2030, 1, 1))), answers("2026-09-14"))
    assert [found.earliest, found.latest] == days(100, 100)


def test_rules_for_other_complaints_leave_none(office) -> None:
    assert filing(agency(office, limit(30, when={"area": "home"})), answers("2026-09-14", "work")) is None


def test_it_is_sure_only_where_somebody_has_seen_a_rule(office) -> None:
    unseen = limit(30, verified=False)
    for said in (answers("2026-09-14"), answers(None, precision="unknown")):
        assert not filing(agency(office, unseen), said).sure
        assert filing(agency(office, unseen, limit(300)), said).sure


def test_a_draft_is_reminded_without_a_word_of_a_limit_that_nobody_has_seen(office) -> None:
    here = agency(office, limit(180, verified=False))
    (planned,) = plan_draft(here, "D", filing(here, answers("2026-09-01")), NOW)
    assert planned.template == "draft_reminder"


def test_an_unknown_day_leaves_the_shortest_time(office) -> None:
    found = filing(agency(office, *RULES), answers(None, "home", precision="unknown"))
    assert (found.earliest, found.latest, found.days) == (None, None, 180)
    assert found.stands(TODAY) == "unknown"


def test_an_agency_without_limits_says_nothing(office) -> None:
    assert filing(agency(office), answers("2026-09-14")) is None


@pytest.mark.parametrize(("after", "state"), [(180, "open"), (181, "between"), (300, "between"), (301, "over")])
def test_late_has_names_and_is_no_refusal(office, after: int, state: str) -> None:
    found = filing(agency(office, limit(180), limit(300)), answers("2026-09-14"))
    assert found.stands(TODAY + timedelta(days=after)) == state


@given(st.data())
def test_the_earliest_never_lies_after_the_latest_and_no_rule_makes_it_later(office, data: st.DataObject) -> None:
    some = st.dates(date(2018, 1, 1), date(2027, 1, 1))
    rules = st.builds(
        lambda days, begun, length, area: limit(
            days,
            acts_from=begun,
            acts_to=begun + timedelta(days=length) if begun and length is not None else None,
            when={"area": area} if area else {},
        ),
        st.integers(1, 400),
        st.none() | some,
        st.none() | st.integers(0, 900),
        st.sampled_from(["", "work", "home"]),
    )
    written = data.draw(st.lists(rules, min_size=1, max_size=6))
    first = data.draw(some)
    last = first + timedelta(days=data.draw(st.integers(0, 400)))
    said = answers(first.isoformat(), "work", until=last.isoformat(), precision="about")
    found = filing(agency(office, *written), said)
    if found is None:
        assert {each.when.get("area") for each in written} == {"home"}
        return
    assert found.earliest <= found.latest
    assert found.latest >= first
    shorter = filing(agency(office, *written, limit(1)), said)
    assert shorter.earliest == min(found.earliest, first + timedelta(days=1))
    order = [found.stands(found.earliest + timedelta(days=each)) for each in range(0, 900, 30)]
    assert order == sorted(order, key=["open", "between", "over"].index)


# Reminders


def reminded(office, on: str | None, now: datetime = NOW) -> list[date]:
    here = agency(office, limit(180), limit(300))
    return [day_at(here, each.due_at) for each in plan_draft(here, "D", filing(here, answers(on)), now)]


def test_a_draft_is_reminded_before_its_earliest_limit_and_before_its_latest(office) -> None:
    last = date(2027, 6, 14)  # two weeks before June 28
    assert reminded(office, "2026-09-01") == [date(2027, 2, 12), last]  # two weeks before February 28 is a Sunday
    assert reminded(office, "2026-03-24") == [date(2026, 9, 15), date(2027, 1, 4)]  # six days are left
    assert reminded(office, "2026-03-18") == [date(2026, 12, 29)]  # today is the last day of the strictest
    assert reminded(office, "2025-11-24") == [date(2026, 9, 15)]  # six days are left of the last
    assert reminded(office, "2020-01-01") == []
    assert reminded(office, None) == []
    assert plan_draft(agency(office), "D", None, NOW) == ()


def test_a_draft_with_one_limit_and_one_with_two_that_are_near_are_reminded_once(office) -> None:
    for limits in ((limit(180), limit(180)), (limit(180), limit(182))):
        here = agency(office, *limits)
        assert len(plan_draft(here, "D", filing(here, answers("2026-03-24")), NOW)) == 1


CASE = Subject("C", "OPCR-2026-00001-3", None, "intake")


def told(here, on: str | None, now: datetime = NOW, case: Subject = CASE) -> list[tuple[str, str, date]]:
    planned = plan_case(here, case, filing(here, answers(on)), NOW, now)
    assert all(is_workday(here, day_at(here, each.due_at)) for each in planned)
    assert len({each.key for each in planned}) == len(planned)
    return [(each.template, each.to, day_at(here, each.due_at)) for each in planned]


def test_a_complaint_that_is_not_filed_yet_is_reminded_before_the_first_limit_and_the_last_and_after_it(office) -> None:
    here = agency(office, limit(180), limit(300))
    near = [("limit_near", "complainant", on) for on in (date(2027, 1, 29), date(2027, 2, 19))]  # February 28
    last = [
        (template, to, on)
        for on in (date(2027, 5, 28), date(2027, 6, 21))  # June 28
        for template, to in (("limit_last", "complainant"), ("limit_last_staff", "queue:intake"))
    ]
    over = [("limit_over", "complainant", date(2027, 6, 29)), ("limit_over_staff", "queue:intake", date(2027, 6, 29))]
    assert told(here, "2026-09-01") == [*near, *last, *over]
    planned = plan_case(here, CASE, filing(here, answers("2026-09-01")), NOW, NOW)
    assert [each.params["due_on"] for each in planned] == ["2027-02-28"] * 2 + ["2027-06-28"] * 6
    owned = Subject("C", CASE.reference, "ana", "intake")
    assert {to for _, to, _ in told(here, "2026-09-01", case=owned)} == {"complainant", "member:ana"}


def test_who_comes_between_the_limits_hears_of_the_last_and_who_comes_after_it_nothing(office) -> None:
    here = agency(office, limit(180), limit(300))
    assert [each for each, to, _ in told(here, "2026-03-01") if to == "complainant"] == [
        *("limit_last", "limit_last", "limit_over")
    ]
    assert told(here, "2020-01-01") == []
    assert told(here, None) == []
    assert plan_case(here, CASE, None, NOW, NOW) == ()


def test_a_month_before_the_last_limit_may_lie_before_the_first_one(office) -> None:
    here = agency(office, limit(180), limit(195))
    assert [on for each, _, on in told(here, "2026-09-01") if each == "limit_last"] == [date(2027, 3, 8)]  # March 15
    one = agency(office, limit(180), limit(180))
    assert {each for each, _, _ in told(one, "2026-09-01")} == {"limit_near", "limit_over", "limit_over_staff"}


def test_nothing_is_said_of_a_limit_that_was_not_known_in_time_but_what_is_true_now(office) -> None:
    """The day of the incident was put right months later: what came too late is not made up for."""
    here = agency(office, limit(180), limit(300))

    def heard(days: int) -> list[str]:
        at = NOW + timedelta(days=days)
        return [template for template, to, _ in told(here, "2026-09-14", at) if to == "complainant"]

    assert heard(0) == ["limit_near", "limit_near", "limit_last", "limit_last", "limit_over"]
    assert heard(179) == ["limit_near", "limit_last", "limit_last", "limit_over"]
    assert heard(200) == ["limit_last", "limit_last", "limit_over"]
    assert heard(299) == ["limit_last", "limit_over"]
    assert heard(400) == ["limit_over"]


def test_the_words_hold_until_the_moment_of_the_filing(office) -> None:
    here = agency(office, unfiled=Unfiled(until="investigation", words=WORDS))
    assert counts(here, {"received": NOW})
    assert not counts(here, {"received": NOW, "investigation": NOW})
    assert not counts(agency(office), {})
