"""A cluster in the chat: proposed, named, led, joined, written to; on the list and the card, in both languages."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.desk import roster
from tests.desk.office import Office
from tests.desk.test_surge import surge
from tests.telegram.clerk import Clerk, office_in


@pytest.fixture
async def office(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Office]:
    async with office_in(tmp_path, migrated_file) as opened:
        yield opened


async def test_ten_complaints_become_an_incident_with_a_name_and_a_lead(office: Office) -> None:
    boss = Clerk(office, await office.hires("supervisor", name="Boss"))
    await office.hires(name="Ana")
    found = await surge(office, 10)
    await boss.opens(found[0], "related")
    assert "10 complaints are about one incident" in await boss.taps("One incident?")
    assert "What should this incident be called?" in await boss.taps("Yes, give it a name")
    said = await boss.says("Lake Street, September 13")
    assert "Lake Street, September 13" in said
    assert "One incident with 10 complaints" in said
    assert "Nobody leads it yet" in said
    await boss.taps("Who leads it")
    assert "Lead: Ana" in await boss.taps("Ana")
    assert any("Lake Street" in each for each in (await boss.says("/queue")) and boss.labels())
    assert "One incident: Lake Street, September 13" in await boss.says(f"/case {found[3].reference}")
    await boss.opens(found[0], "cluster")
    await boss.taps("Take out")
    assert "One incident with 9 complaints" in await boss.opens(found[1], "cluster")
    assert "More" in boss.labels()
    await boss.taps("Add a case")
    assert "One incident with 10 complaints" in await boss.says(found[0].reference)
    assert "10" in await boss.taps("Write to all")
    assert any("message" in each.lower() or "Write" in each for each in boss.labels())


async def test_whoever_does_not_lead_the_office_sees_it_and_decides_about_a_new_case_only(office: Office) -> None:
    boss = Clerk(office, await office.hires("supervisor"))
    ana = Clerk(office, await office.hires())
    first = await surge(office, 5)
    assert "give it a name" not in " ".join([await ana.opens(first[0], "cluster"), *ana.labels()][1:])
    await boss.opens(first[0], "cluster")
    await boss.taps("Yes, give it a name")
    await boss.says("The march")
    (later,) = await surge(office, 1, begin=5)
    assert f"{later.reference} · Received · proposed" in await ana.opens(first[0], "cluster")
    assert "One incident with 6 complaints" in await ana.taps("Belongs to it")


async def test_no_is_taken_for_an_answer_in_spanish_too(office: Office) -> None:
    member = await office.hires("supervisor")
    boss = Clerk(office, member)
    await roster.speak(office.desk, await office.row(), member, "es")
    found = await surge(office, 5)
    assert "5 quejas son sobre un solo incidente" in await boss.opens(found[0], "cluster")
    assert "No se encontraron otras quejas" in await boss.taps("No es uno solo")
