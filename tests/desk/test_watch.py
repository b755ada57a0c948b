"""What saved searches tell of new cases: once, in office hours, to whoever may know, and never what it is about."""

import json

import pytest

from bot.casework.errors import NotYours, Refused
from bot.desk import likeness, roster, search, watch
from storage import recusals
from storage.cases import Case
from storage.models import notices, search_hits
from storage.roster import Member
from tests.desk.office import ABROAD, HOME, Office, on_one

pytestmark = on_one


async def watching(
    office: Office, member: Member, kind: str | None, threshold: tuple[int, int] | None = None, words: str = "zebra"
) -> str:
    """A saved search that tells of new cases."""
    page = await search.find(office.desk, await office.row(), member, words)
    kept = await search.save(office.desk, await office.row(), member, page.search.id, f"Search for {words}")
    await watch.alert(office.desk, await office.row(), member, kept.id, kind, threshold)
    return kept.id


async def zebra(office: Office, chat: str, agency: str = HOME) -> Case:
    """A new case that has been compared."""
    case = await office.files("A zebra on the stairs.", chat=chat, agency=agency)
    await likeness.round(office.desk)
    return case


async def told(office: Office, member: Member) -> list[str]:
    """What has come to a colleague about searches so far."""
    await office.delivers()
    assert member.chat is not None
    return [each for each in office.post.to(member.chat.id) if each.startswith("search_")]


async def test_each_new_case_that_fits_is_told_once(office: Office) -> None:
    ana = await office.hires()
    id = await watching(office, ana, "each")
    case = await zebra(office, "1")
    await office.files("A dog.", chat="2")
    await likeness.round(office.desk)
    await likeness.round(office.desk)
    assert await told(office, ana) == ["search_each"]
    assert [each.id for each in (await search.kept(office.desk, ana, id)).news] == [case.id]
    await zebra(office, "3")
    assert await told(office, ana) == ["search_each"] * 2


async def test_what_is_told_says_neither_words_nor_the_name_of_the_search(office: Office) -> None:
    ana = await office.hires()
    id = await watching(office, ana, "each")
    case = await zebra(office, "1")
    (row,) = [each for each in await office.stored(notices) if each.template == "search_each"]
    assert row.params == {"reference": case.reference, "item": id}
    assert "zebra" not in json.dumps([list(map(str, each)) for each in await office.stored(notices)])


@pytest.mark.parametrize(("kind", "days"), [("daily", 1), ("weekly", 7)])
async def test_a_day_s_or_a_week_s_cases_are_one_notice(office: Office, kind: str, days: int) -> None:
    ana = await office.hires()
    await watching(office, ana, kind)
    for chat in "123":
        await zebra(office, chat)
    assert await told(office, ana) == []
    office.clock.passes(days=days)
    assert await told(office, ana) == [f"search_{kind}"]
    office.clock.passes(days=days)
    assert await told(office, ana) == [f"search_{kind}"]  # nothing new
    await zebra(office, "4")
    office.clock.passes(days=days)
    assert await told(office, ana) == [f"search_{kind}"] * 2


async def test_so_many_within_so_many_days_and_then_anew(office: Office) -> None:
    ana = await office.hires()
    await watching(office, ana, "threshold", (3, 10))
    for chat, days in (("1", 0), ("2", 4), ("3", 7)):  # the first is over when the third comes
        office.clock.passes(days=days)
        await zebra(office, chat)
    assert await told(office, ana) == []
    office.clock.passes(hours=1)
    await zebra(office, "4")
    assert await told(office, ana) == ["search_threshold"]
    office.clock.passes(hours=1)
    await zebra(office, "5")
    assert await told(office, ana) == ["search_threshold"]  # counted anew
    office.clock.passes(hours=1)
    await zebra(office, "6")
    await zebra(office, "7")
    assert await told(office, ana) == ["search_threshold"] * 2


async def test_nobody_hears_of_a_case_they_must_not_know_of(office: Office) -> None:
    ana, ben, eve = await office.hires(), await office.hires(), await office.hires(agency=ABROAD)
    for each in (ana, ben, eve):
        await watching(office, each, "each")
    case = await office.files("A zebra.", chat="1")
    async with office.desk.database.write() as session:
        now = office.clock()
        await recusals.bar(session, HOME, case.id, ana.id, state="proposed", why="named", by="x", now=now)
    await likeness.round(office.desk)
    assert [await told(office, each) for each in (ana, ben, eve)] == [[], ["search_each"], []]
    await zebra(office, "2", agency=ABROAD)
    assert [await told(office, each) for each in (ana, ben, eve)] == [[], ["search_each"], ["search_each"]]


async def test_who_has_left_hears_nothing(office: Office) -> None:
    ana = await office.hires()
    await watching(office, ana, "each")
    await roster.remove(office.desk, roster.CONSOLE, HOME, ana.id)
    await zebra(office, "1")
    assert await office.stored(search_hits) == []
    assert await told(office, ana) == []


async def test_a_deleted_or_silenced_search_tells_nothing_more(office: Office) -> None:
    ana = await office.hires()
    deleted, silenced = await watching(office, ana, "daily"), await watching(office, ana, "daily")
    await zebra(office, "1")
    await search.forget(office.desk, await office.row(), ana, deleted)
    kept = await watch.alert(office.desk, await office.row(), ana, silenced, None, None)
    assert (kept.alert, kept.name) == (None, "Search for zebra")
    await zebra(office, "2")
    office.clock.passes(days=1)
    assert await told(office, ana) == []


async def test_a_search_that_changed_while_a_case_was_compared_decides_as_it_is_then(office: Office) -> None:
    ana = await office.hires()
    deleted, silenced = await watching(office, ana, "each"), await watching(office, ana, "each")
    case, agency = await office.files("A zebra.", chat="1"), office.desk.agencies[HOME]
    async with office.desk.database.read() as session:
        fitting = await watch.fitting(session, agency, case.id)
    assert {each.search.id for each in fitting} == {deleted, silenced}
    await search.forget(office.desk, await office.row(), ana, deleted)
    await watch.alert(office.desk, await office.row(), ana, silenced, None, None)
    async with office.desk.database.write() as session:
        await watch.tell(session, agency, case, fitting, office.clock())
    assert await told(office, ana) == []


async def test_what_was_filed_before_the_alert_was_set_is_no_news(office: Office) -> None:
    ana = await office.hires()
    await office.files("A zebra.", chat="1")  # not compared yet
    office.clock.passes(minutes=1)
    await watching(office, ana, "each")
    await likeness.round(office.desk)
    assert await told(office, ana) == []


async def test_out_of_hours_it_waits_for_the_morning(office: Office) -> None:
    ana = await office.hires()
    await watching(office, ana, "each")
    office.clock.passes(hours=10)
    await zebra(office, "1")
    assert await told(office, ana) == []
    office.clock.passes(hours=14)
    assert await told(office, ana) == ["search_each"]


@pytest.mark.parametrize("threshold", [(1, 30), (0, 30), (1001, 30), (3, 0), (3, 366)])
async def test_a_threshold_that_makes_no_sense_is_refused(office: Office, threshold: tuple[int, int]) -> None:
    ana = await office.hires()
    id = await watching(office, ana, "each")
    with pytest.raises(Refused) as refused:
        await watch.alert(office.desk, await office.row(), ana, id, "threshold", threshold)
    assert refused.value.because == "search_threshold"
    assert (await search.mine(office.desk, ana, id)).alert == "each"


@pytest.mark.parametrize(
    ("kind", "threshold"), [("hourly", None), ("threshold", None), ("each", (3, 30)), (None, (3, 30))]
)
async def test_an_alert_that_no_button_of_ours_asks_for_is_refused(
    office: Office, kind: str | None, threshold: tuple[int, int] | None
) -> None:
    ana = await office.hires()
    id = await watching(office, ana, "daily")
    with pytest.raises(NotYours):
        await watch.alert(office.desk, await office.row(), ana, id, kind, threshold)
    assert (await search.mine(office.desk, ana, id)).alert == "daily"


async def test_a_search_without_a_name_tells_nothing(office: Office) -> None:
    ana = await office.hires()
    page = await search.find(office.desk, await office.row(), ana, "zebra")
    with pytest.raises(NotYours):
        await watch.alert(office.desk, await office.row(), ana, page.search.id, "each", None)
