"""Which two cases may belong together: pairs that look alike and are not, and pairs that hardly look alike and are."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from types import SimpleNamespace

import pytest

from bot.casework import relation
from bot.casework.interview import Answer
from bot.casework.officer import Officer
from bot.casework.oversight import EarlyIntervention
from bot.casework.relation import Reason, Told, reasons
from tests.house import agencies

OPCR = agencies()["minneapolis_opcr"]
MARCH_3, MARCH_4 = date(2026, 3, 3), date(2026, 3, 4)
SMITH, TWIN, RUIZ = Officer(("smith",), "412"), Officer(("smith",), "413"), Officer(("ruiz",))
STORY = (
    "I was walking home from work when two officers stopped me at the corner and asked for my papers. One of them "
    "pushed me against the wall and went through my bag. He took my phone and did not give it back to me."
)
COPIED = STORY.replace("two officers", "2 cops").replace("my bag", "my rucksack")
OTHER_STORY = (
    "They came to our door at night and would not say why. My brother asked for a paper and they laughed at him. "
    "In the morning we found that the lock was broken and that nobody at the station knew anything about it."
)
HERE = frozenset({"lake", "5"})


def told(on: date | None = MARCH_3, at: str | None = None, place: str = "lake 5", **more: object) -> Told:
    clock = time.fromisoformat(at) if at else None
    until = more.pop("until", on)
    values = {"on": on, "until": until, "at": clock, "place": frozenset(place.split()), "officers": (SMITH,), **more}
    return Told(**values)  # type: ignore[arg-type]


def kinds(one: Told, other: Told) -> list[str]:
    """Why the two may belong together; the order of the two must not matter."""
    found = reasons(one, other)
    assert [each.kind for each in reasons(other, one)] == [each.kind for each in found]
    return [each.kind for each in found]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (told(), told()),
        (told(at="20:00"), told(at="23:30")),
        (told(at="23:50"), told(MARCH_4, at="00:20")),  # past midnight
        (told(at="20:00"), told()),  # one says only the day
        (told(), told(until=MARCH_4)),
        (told(), told(place="lake street 5")),
        (told(), told(place="lake")),
        (told(officers=()), told()),  # nobody is named: the place has to do
        (told(place=""), told()),  # no place: the officer has to do
        (told(), told(officers=(RUIZ, SMITH))),
        (told(), told(officers=(Officer(("john", "smith")),))),
    ],
)
def test_one_incident(one: Told, other: Told) -> None:
    assert kinds(one, other) == ["incident"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (told(), told(date(2026, 4, 3))),  # the same corner, another month
        (told(), told(date(2025, 3, 3))),
        (told(), told(MARCH_4)),  # another day, no time of day
        (told(at="08:00"), told(at="20:00")),  # the same day, another shift
        (told(), told(officers=(TWIN,))),  # twins: another badge
        (told(), told(officers=(RUIZ,))),
        (told(), told(place="31 nicollet")),  # the same officer elsewhere
        (told(), told(place="lake 31")),
        (told(place=""), told(place="", officers=())),  # only the day in common
        (told(officers=(), place=""), told()),
        (told(None), told()),
        (told(None), told(None)),
        (told(date(2026, 3, 1), until=date(2026, 3, 31)), told()),  # "some time in March"
        (told(), Told()),
        (Told(), Told()),
    ],
)
def test_no_incident(one: Told, other: Told) -> None:
    assert kinds(one, other) == []


def test_an_incident_says_what_is_the_same() -> None:
    def said(one: Told, other: Told) -> Mapping[str, str]:
        (reason,) = reasons(one, other)
        return reason.said

    assert said(told(at="20:00"), told(at="22:00")) == {"hours": "2", "alike": "place_officer"}
    assert said(told(), told(officers=())) == {"hours": "day", "alike": "place"}
    assert said(told(place=""), told()) == {"hours": "day", "alike": "officer"}


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (STORY, STORY, True),
        (STORY, COPIED, True),
        (STORY, STORY.upper(), True),
        (STORY, "Hello. " + STORY + " Please help me.", True),
        (STORY, OTHER_STORY, False),
        (STORY, STORY[: len(STORY) // 2], False),
        ("They hit me.", "They hit me.", False),  # too short to say anything
        (STORY, "", False),
    ],
)
def test_nearly_the_same_words(one: str, other: str, alike: bool) -> None:
    a, b = (Told(shingles=relation.shingles(each)) for each in (one, other))
    assert kinds(a, b) == (["text"] if alike else [])
    if alike:
        assert {each for each in relation.traces(a) if each[0] == "text"} & relation.traces(b)
        assert 60 <= int(reasons(a, b)[0].said["percent"]) <= 100


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((True, "chat 1"), (True, "chat 1"), True),
        ((False, "chat 1"), (False, "chat 1"), True),
        ((True, "chat 1"), (False, "chat 1"), False),  # the one name would open the other
        ((True, "chat 1"), (True, "chat 2"), False),
        ((True, ""), (True, ""), False),
    ],
)
def test_the_same_complainant_where_that_opens_no_name(
    one: tuple[bool, str], other: tuple[bool, str], expected: bool
) -> None:
    a, b = (Told(named=named, contacts=frozenset(filter(None, [way]))) for named, way in (one, other))
    assert kinds(a, b) == (["complainant"] if expected else [])


def test_all_reasons_together_the_strongest_first() -> None:
    one = told(shingles=relation.shingles(STORY), contacts=frozenset({"chat 1"}))
    assert kinds(one, one) == ["incident", "text", "complainant"]


RULE = EarlyIntervention(cases=3, within="365 days", source="x", checked_on=MARCH_3)


def test_an_officer_with_so_many_complaints() -> None:
    others = {"a": told(), "b": told(officers=(Officer((), "412"),)), "c": told(officers=(TWIN,)), "d": Told()}
    found = relation.repeated(RULE, told(), others)
    assert found == {
        id: Reason("officer", {"cases": "3", "within": "365 days", "by": "badge"}) for id in ("a", "b")
    }  # fmt: skip
    assert relation.repeated(RULE, told(officers=(TWIN,)), others) == {}  # one more than enough for nobody
    assert relation.repeated(RULE, Told(), others) == {}


def test_a_name_alone_is_said_to_be_one() -> None:
    others = {"a": told(officers=(Officer(("smith",)),)), "b": told(officers=(Officer(("ann", "smith")), RUIZ))}
    found = relation.repeated(RULE, told(officers=(Officer(("smith",)),)), others)
    assert {id: reason.said["by"] for id, reason in found.items()} == {"a": "name", "b": "name"}
    assert {r.said["by"] for r in relation.repeated(RULE, told(), others).values()} == {"name"}


def test_the_window_of_the_rule() -> None:
    for other, counts in (
        (date(2025, 3, 3), True),
        (date(2025, 3, 2), False),
        (date(2027, 3, 3), True),
        (MARCH_3, True),
    ):
        assert relation.lately(RULE, MARCH_3, other) is counts


@pytest.mark.parametrize("others", [[], ["OPCR-2026-00001-8"], ["OPCR-2026-00001-8"] * 12])
def test_a_supervisor_is_told_numbers_and_nothing_else(others: list[str]) -> None:
    now = datetime(2026, 9, 14, 15, 0, tzinfo=UTC)
    planned = relation.pattern_told(OPCR, ("c" * 20, "OPCR-2026-00123-7"), "member:m", others, now)
    assert planned.params.get("others", "").count("OPCR") == min(len(others), 10)
    assert planned.template == ("officer_threshold" if others else "officer_threshold_alone")
    assert set(planned.params) <= {"reference", "others"}
    assert planned.due_at == now


ANSWERS = {
    "story": Answer([{"text": STORY}], "given"),
    "name_choice": Answer("use_name", "given"),
    "contact": Answer({"phone": "+16125550100", "email": "Ana@Example.org", "said": None}, "given"),
    "when": Answer({"on": "2026-03-03", "until": None, "precision": "day", "said": "March 3 at 8 pm"}, "given"),
    "where": Answer("at Lake St. & 5th Avenue", "given"),
    "respondents": Answer([{"text": "x"}], "given"),
    "hurt": Answer(None, "skipped"),
    "an_old_question": Answer("x", "given"),
}


def test_what_a_case_is_compared_by() -> None:
    got = relation.told(OPCR, ANSWERS, STORY, (SMITH, SMITH), "webchat 7")
    contacts = frozenset({"+16125550100", "ana@example.org", "chat webchat 7"})
    words = relation.shingles(STORY)
    assert got == Told(MARCH_3, MARCH_3, time(20, 0), HERE, (SMITH,), words, contacts, named=True)
    assert relation.told(OPCR, {}, "", (), None) == Told()


@pytest.mark.parametrize(
    ("said", "until", "expected"),
    [("March 3", None, None), ("about noon on March 3", None, time(12, 0)), ("", "2026-03-05", None)],
)
def test_the_time_of_day_is_in_what_was_said(said: str, until: str | None, expected: time | None) -> None:
    when = Answer({"on": "2026-03-03", "until": until, "precision": "day", "said": said}, "given")
    got = relation.told(OPCR, {"when": when}, "", (), None)
    assert (got.on, got.until, got.at) == (MARCH_3, date.fromisoformat(until) if until else MARCH_3, expected)


def test_a_time_that_was_asked_for_itself_counts_first() -> None:
    agency = SimpleNamespace(questions={"when": OPCR.questions["when"], "hour": SimpleNamespace(kind="time")})
    answers = {"when": ANSWERS["when"], "hour": Answer({"at": "21:15"}, "given")}
    assert relation.told(agency, answers, "", (), None).at == time(21, 15)  # type: ignore[arg-type]


def test_what_is_kept_comes_back_without_the_story_unless_it_is_given() -> None:
    whole = relation.told(OPCR, ANSWERS, STORY, (SMITH, RUIZ), "webchat 7")
    packed = json.loads(json.dumps(relation.pack(whole)))
    assert relation.unpack(packed, STORY) == whole
    assert relation.unpack(packed).shingles == frozenset()
    assert relation.unpack(json.loads(json.dumps(relation.pack(Told())))) == Told()
    assert "walking" not in json.dumps(packed)


def test_the_traces_of_a_case_are_few_and_stable() -> None:
    got = relation.traces(relation.told(OPCR, ANSWERS, STORY, (SMITH, RUIZ), "webchat 7"))
    counted = {kind: sum(1 for each, _ in got if each == kind) for kind, _ in got}
    assert counted == {"text": 8, "contact": 3, "badge": 1, "name": 2, "day": 2}
    assert relation.traces(told(date(2026, 3, 1), until=date(2026, 3, 31), officers=())) == frozenset()
    assert relation.traces(told(MARCH_3)) & relation.traces(told(MARCH_4))  # the night between them
