"""The screens of the case work: second pages, empty states, both languages, names that are kept."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.casework.errors import Stale
from bot.desk.bench import Bench
from bot.telegram.callbacks import LIMIT_BYTES
from bot.telegram.casework_screens import CaseWorkScreens, page_of
from bot.telegram.delivery import Screen
from bot.words import Words
from storage.findings import Finding
from storage.parties import Party
from storage.tasks import Task
from tests.telegram.made import AGENCY, AT, case, id_of, member, suggestion

SCREENS = CaseWorkScreens(Words.load())
SPANISH = member(language="es")


def party(letter: str = "p", role: str = "respondent", name: str | None = "Officer Reed", **more: Any) -> Party:
    known = {"known": True, "kept": False, "by": "complainant", "at": AT, "removed_at": None, "merged_into": None}
    return Party(id_of(letter), id_of("c"), role, name, **{**known, **more})


def task(number: int = 1, **more: Any) -> Task:
    known = {"seq": number, "id": id_of("t"), "case_id": id_of("c"), "owner_id": id_of("m"), "title": f"Task {number}"}
    known |= {"due_on": date(2026, 12, 1) + timedelta(days=number), "by": "member:x", "at": AT, "done_at": None}
    return Task(**{**known, **more})


def bench(**more: Any) -> Bench:
    known: dict[str, Any] = {"case": case(), "agency": AGENCY, "tasks": (), "people": (), "once": (), "owed": ()}
    known |= {"allegations": (), "findings": {}, "colleagues": (member(),), "answers": {}}
    return Bench(**{**known, **more})


def plain(screen: Screen) -> str:
    return screen.text.render()[0]


def labels(screen: Screen) -> list[str]:
    assert all(len(each.data.encode()) <= LIMIT_BYTES for row in screen.rows for each in row)
    return [each.text for row in screen.rows for each in row]


@pytest.mark.parametrize(
    ("who", "said", "spanish"),
    [
        (None, "somebody", "alguien"),
        (party(), "Officer Reed", "Officer Reed"),
        (party(known=False), "not identified: Officer Reed", "sin identificar: Officer Reed"),
        (party(name=None, known=False), "not identified", "sin identificar"),
        (party(role="complainant", name=None, known=False), "(gave no name)", "(no dio su nombre)"),
        (party(role="complainant", kept=True), "(name kept from investigators)",
         "(nombre que los investigadores no ven)"),
        (party(name="x" * 4096), "x" * 39 + "…", "x" * 39 + "…"),
        (party(name="Reed\n\nOfficer"), "Reed Officer", "Reed Officer"),
    ],
)  # fmt: skip
def test_what_somebody_is_called(who: Party | None, said: str, spanish: str) -> None:
    assert SCREENS.name(who, "en") == said
    assert SCREENS.name(who, "es") == spanish


def test_a_kept_name_is_nowhere_on_the_screens() -> None:
    kept = party("k", "complainant", "Leo Park", kept=True)
    at = bench(people=(kept, party()))
    screens = SCREENS.people(member(), at, ""), SCREENS.person(member(), at, kept), SCREENS.menu(member(), at, AT)
    for screen in screens:
        assert "Leo" not in plain(screen) + "".join(labels(screen))
    assert labels(SCREENS.person(member(), at, kept)) == ["People"]


def test_tasks_have_a_second_page_and_the_late_ones_are_marked() -> None:
    tasks = tuple(task(number, id=id_of(chr(96 + number))) for number in range(1, 11))
    at = bench(tasks=(*tasks, task(11, id=id_of("z"), done_at=AT)))
    first = SCREENS.tasks(member(), at, "", AT + timedelta(days=9))
    assert "! Task 1, Test supervisor: was due December 2, 2026" in plain(first)
    assert "○ Task 8" in plain(first)
    assert "More" in labels(first)
    second = SCREENS.tasks(member(), at, "8", AT)
    assert [each for each in labels(second) if "Task" in each] == [
        *("✓ Done: Task 9", "✓ Done: Task 10", "Open again: Task 11"), "Add a task"
    ][:3]  # fmt: skip
    assert "More" not in labels(second)
    assert "✓ Task 11, Test supervisor: done" in plain(second)


def test_a_task_of_somebody_who_has_left_says_so() -> None:
    assert "somebody who has left" in plain(SCREENS.tasks(member(), bench(tasks=(task(owner_id="gone"),)), "", AT))


def test_people_have_a_second_page() -> None:
    everybody = tuple(party(chr(97 + number), name=f"Officer {number}") for number in range(10))
    first, second = (SCREENS.people(member(), bench(people=everybody), arg) for arg in ("", "8"))
    assert "Officer 7" in plain(first)
    assert "More" in labels(first)
    assert "Officer 9" in plain(second)
    assert "More" not in labels(second)


@pytest.mark.parametrize(("who", "empty"), [(member(), "Nobody is on the list yet"), (SPANISH, "Todavía no hay nadie")])
def test_empty_screens_say_so(who: Any, empty: str) -> None:
    assert empty in plain(SCREENS.people(who, bench(), ""))
    assert len(plain(SCREENS.tasks(who, bench(), "", AT)).splitlines()) == 3
    assert len(plain(SCREENS.findings(who, bench())).splitlines()) == 3


def test_findings_of_a_case_without_respondents_say_what_to_do() -> None:
    at = bench(allegations=(suggestion(state="confirmed").row,))
    shown = SCREENS.findings(member(), at)
    assert "First add one under People" in plain(shown)
    assert labels(shown) == ["Case work"]


def test_an_intake_officer_sees_findings_and_makes_none() -> None:
    row = suggestion(state="confirmed").row
    found = Finding(row.id, id_of("p"), "gone", "gone_too", "taken", "Coaching", "The video.")
    at = bench(allegations=(row,), people=(party(),), findings={(row.id, id_of("p")): found})
    shown = SCREENS.findings(member(role="intake"), at)
    assert "✓ Officer Reed: gone_too · gone\n   Taken: Coaching\n   Because: The video." in plain(shown)
    assert labels(shown) == ["Case work"]
    assert "Excessive force" in labels(SCREENS.findings(member(), at))


def test_a_person_who_may_be_merged() -> None:
    unknown = party("u", name=None, known=False)
    alone = SCREENS.person(member(), bench(people=(unknown,)), unknown)
    assert "Same person as …" not in labels(alone)
    both = SCREENS.person(member(), bench(people=(unknown, party())), unknown)
    assert labels(both) == ["Write the right name", "Same person as …", "Take off the case", "People"]
    closed = bench(people=(unknown, party()), case=replace(case(), closed_at=AT))
    assert labels(SCREENS.person(member(), closed, unknown)) == ["People"]
    complainant = party("k", "complainant")
    assert labels(SCREENS.person(member(), bench(people=(complainant,)), complainant)) == [
        "Write the right name",
        "People",
    ]


def test_places_in_lists() -> None:
    assert page_of(range(20), "16") == (range(16, 20), "")
    for broken in ("x", "-1", "²", "9" * 18):
        with pytest.raises(Stale):
            page_of([], broken)
