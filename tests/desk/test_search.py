"""Finding cases among everything an office has: who may, what is found and what never is; searches that are kept."""

import json
from collections.abc import Sequence

import pytest
from sqlalchemy import update

from bot.casework import interview, reference
from bot.casework.errors import NotYours, Refused
from bot.casework.interview import Answer
from bot.desk import bench, caseload, correspondence, parties, search
from bot.desk import roster as places
from bot.desk.search import Page
from storage import cases, recusals
from storage.cases import Case
from storage.models import cases as case_rows
from storage.models import searches as rows
from storage.roster import Member
from tests.desk.office import ABROAD, HOME, Office, on_one
from tests.desk.test_identity import kept as with_a_name_kept


def shown(page: Page) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.case.reference, each.fields) for each in page.hits]


async def answered(office: Office, case: Case, *, name_choice: str | None = None, **answers: object) -> Case:
    """The case with these answers beside its story."""
    async with office.desk.database.write() as session:
        held = await cases.hold(session, case.agency, case.id)
        assert held is not None
        known = interview.unpack(await cases.answers(session, case.agency, held))
        known |= {id: Answer(value, "given") for id, value in answers.items()}
        changes = {"answers": interview.pack(known), "name_choice": name_choice}
        return await cases.record(session, case.agency, held, changes=changes, now=office.clock())


async def found(office: Office, member: Member, words: str) -> list[str]:
    return [name for name, _ in shown(await search.find(office.desk, await office.row(), member, words))]


async def test_words_are_found_wherever_they_are_the_newest_on_top(office: Office) -> None:
    ana = await office.hires()
    one = await office.files("He kicked me at the door.", chat="1")
    two = await office.files("The dog was kicked, then my brother.", chat="2")
    await office.files("They took my phone.", chat="3")
    await answered(office, one, where="Lake Street", respondents=[{"text": "Officer Núñez, badge 4127"}])
    page = await search.find(office.desk, await office.row(), ana, "KICKED")
    assert shown(page) == [(two.reference, ("story",)), (one.reference, ("story",))]
    assert (page.count, page.more, page.next) == (2, False, None)
    page = await search.find(office.desk, await office.row(), ana, "nunez 4127 lake kick")
    assert shown(page) == [(one.reference, ("officer", "badge", "place", "story"))]
    assert await found(office, ana, "kicked nobody") == []


@on_one
async def test_a_whole_reference_is_found_as_somebody_types_it(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    page = await search.find(office.desk, await office.row(), ana, case.reference.lower().replace("-", " "))
    assert shown(page) == [(case.reference, ("reference",))]
    assert await found(office, ana, reference.issue("OPCR", 2026, 77)) == []


@on_one
async def test_names_are_found_unless_they_are_kept_from_the_investigators(office: Office) -> None:
    team = [await office.hires(role) for role in ("investigator", "intake", "supervisor")]
    case = await office.files(chat="1")
    contact = {"phone": "+16125550100", "email": None, "said": None}
    for choice, expected in (("use_name", [case.reference]), ("keep_from_investigators", []), (None, [case.reference])):
        await answered(office, case, name_choice=choice, name="Rosa Quispe", contact=contact)
        for member in team:
            assert await found(office, member, "quispe") == expected
            assert await found(office, member, "+16125550100") == expected
        assert await found(office, team[0], "kicked ribs") == [case.reference]


async def test_nobody_finds_another_office_s_cases_nor_one_they_must_not_know_of(office: Office) -> None:
    ana, ben = await office.hires(), await office.hires(agency=ABROAD)
    case = await office.files("A zebra on the stairs.", chat="1")
    foreign = await office.files("A zebra in the yard.", chat="2", agency=ABROAD)
    assert await found(office, ana, "zebra") == [case.reference]
    assert await found(office, ben, "zebra") == [foreign.reference]
    assert await found(office, ana, foreign.reference) == []
    page = await search.find(office.desk, await office.row(), ana, "zebra")
    async with office.desk.database.write() as session:
        now = office.clock()
        await recusals.bar(session, HOME, case.id, ana.id, state="recused", why="own", by="x", now=now)
    assert await found(office, ana, "zebra") == []
    assert await found(office, ana, case.reference) == []
    with pytest.raises(NotYours):  # the later search has taken the place of this one
        await search.page(office.desk, ana, page.search.id, 0)


@on_one
async def test_what_was_found_before_is_looked_at_anew_on_the_next_page(office: Office) -> None:
    ana = await office.hires()
    first, *rest = [await office.files("A zebra.", chat=str(each)) for each in range(search.PAGE + 2)]
    page = await search.find(office.desk, await office.row(), ana, "zebra")
    assert (page.count, page.next, len(page.hits)) == (search.PAGE + 2, search.PAGE, search.PAGE)
    second = await search.page(office.desk, ana, page.search.id, page.next or 0)
    assert [name for name, _ in shown(second)] == [rest[0].reference, first.reference]
    assert second.next is None
    async with office.desk.database.write() as session:
        now = office.clock()
        await recusals.bar(session, HOME, first.id, ana.id, state="recused", why="own", by="x", now=now)
    second = await search.page(office.desk, ana, page.search.id, page.next or 0)
    assert [name for name, _ in shown(second)] == [rest[0].reference]
    assert (await search.page(office.desk, ana, page.search.id, 900)).hits == ()


@on_one
async def test_more_than_can_be_shown_is_said_to_be_more(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST", 3)
    monkeypatch.setattr(search, "BATCH", 2)
    ana = await office.hires()
    filed = [await office.files("A zebra.", chat=str(each)) for each in range(6)]
    page = await search.find(office.desk, await office.row(), ana, "zebra")
    assert (page.count, page.more) == (3, True)
    assert [name for name, _ in shown(page)] == [each.reference for each in reversed(filed[3:])]
    assert await found(office, ana, filed[0].reference[:-2].removeprefix("OPCR-2026-")) == [filed[0].reference]


@on_one
@pytest.mark.parametrize("words", ["", "x", "?!", "word " * 820, "\n"])
async def test_what_cannot_be_looked_for_is_refused_and_nothing_is_kept(office: Office, words: str) -> None:
    ana = await office.hires()
    before = await office.acts()
    with pytest.raises(Refused):
        await search.find(office.desk, await office.row(), ana, words)
    assert await office.stored(rows) == []
    assert await office.acts() == before


@on_one
@pytest.mark.parametrize("words", ["ki.*ked", "' OR 1=1 --", "100% (kick|hit)", "$(reboot) zebra"])
async def test_signs_of_other_languages_find_nothing_and_break_nothing(office: Office, words: str) -> None:
    ana = await office.hires()
    await office.files()
    assert await found(office, ana, words) == []


@on_one
async def test_a_search_is_audited_by_its_verb_and_its_words_are_sealed(office: Office) -> None:
    ana = await office.hires()
    await office.files("A zebra.")
    page = await search.find(office.desk, await office.row(), ana, "zebra")
    await search.page(office.desk, ana, page.search.id, 0)
    assert (await office.acts())[-2:] == [(f"member:{ana.id}", "find", HOME)] * 2
    (row,) = await office.stored(rows)
    assert b"zebra" not in row.words
    assert page.search.words == "zebra"
    assert "zebra" not in repr(page)


@on_one
async def test_who_may_not_read_cases_or_is_gone_may_not_look_for_them(office: Office) -> None:
    auditor, custodian, ben = [await office.hires(role) for role in ("auditor", "custodian", "investigator")]
    await places.remove(office.desk, places.CONSOLE, HOME, ben.id)
    for member in (auditor, custodian, ben):
        with pytest.raises(NotYours):
            await search.find(office.desk, await office.row(), member, "kicked")
        with pytest.raises(NotYours):
            await search.saved(office.desk, member)


@on_one
async def test_a_case_that_was_tampered_with_is_passed_over(office: Office) -> None:
    ana = await office.hires()
    good, bad = await office.files("A zebra.", chat="1"), await office.files("A zebra.", chat="2")
    async with office.desk.database.write() as session:
        broken = update(case_rows).where(case_rows.c.id == bad.id).values(narrative=b"\1\0\0" + bytes(60))
        await session.execute(broken)
    assert await found(office, ana, "zebra") == [good.reference]


@on_one
async def test_a_replayed_search_is_done_once(office: Office) -> None:
    from bot.desk.desk import AlreadyApplied

    ana, row = await office.hires(), await office.row()
    await search.find(office.desk, row, ana, "zebra")
    with pytest.raises(AlreadyApplied):
        await search.find(office.desk, row, ana, "zebra")
    assert len(await office.stored(rows)) == 1


async def kept(office: Office, member: Member, words: str, name: str) -> str:
    page = await search.find(office.desk, await office.row(), member, words)
    saved = await search.save(office.desk, await office.row(), member, page.search.id, name)
    return saved.id


async def names(office: Office, member: Member) -> Sequence[str | None]:
    return [each.name for each in await search.saved(office.desk, member)]


async def test_a_search_is_saved_renamed_run_again_and_deleted(office: Office) -> None:
    ana, ben = await office.hires(), await office.hires()
    case = await office.files("A zebra.")
    id = await kept(office, ana, "zebra", "  All\nzebras ")
    assert await names(office, ana) == ["All zebras"]
    assert await names(office, ben) == []
    assert shown(await search.again(office.desk, await office.row(), ana, id)) == [(case.reference, ("story",))]
    await search.save(office.desk, await office.row(), ana, id, "Zebras")
    assert (await search.kept(office.desk, ana, id)).search.name == "Zebras"
    await search.forget(office.desk, await office.row(), ana, id)
    assert await names(office, ana) == []
    assert [verb for _, verb, _ in await office.acts()][-1] == "save_search"


@on_one
async def test_the_old_buttons_of_a_deleted_or_foreign_search_find_nothing(office: Office) -> None:
    ana, ben = await office.hires(), await office.hires()
    id, theirs = await kept(office, ana, "zebra", "Z"), await kept(office, ben, "zebra", "Z")
    await search.forget(office.desk, await office.row(), ana, id)
    before = [tuple(each) for each in await office.stored(rows)]
    for gone in (id, theirs, "nothing", ""):
        for tried in (
            search.page(office.desk, ana, gone, 0),
            search.again(office.desk, await office.row(), ana, gone),
            search.save(office.desk, await office.row(), ana, gone, "x"),
            search.mine(office.desk, ana, gone),
            search.kept(office.desk, ana, gone),
            search.forget(office.desk, await office.row(), ana, gone),
        ):
            with pytest.raises(NotYours):
                await tried
    assert [tuple(each) for each in await office.stored(rows)] == before


@on_one
async def test_a_search_that_nobody_named_is_no_saved_one(office: Office) -> None:
    ana = await office.hires()
    page = await search.find(office.desk, await office.row(), ana, "zebra")
    with pytest.raises(NotYours):
        await search.kept(office.desk, ana, page.search.id)


@on_one
async def test_a_search_that_fits_everything_is_not_saved(office: Office) -> None:
    ana = await office.hires()
    for number in range(search.TOO_FEW + 1):
        await office.files(f"They kicked me, {number} times.", chat=str(number))
    for words in ("opcr", "they", "kicked me"):
        page = await search.find(office.desk, await office.row(), ana, words)
        with pytest.raises(Refused) as refused:
            await search.save(office.desk, await office.row(), ana, page.search.id, "All")
        assert refused.value.because == "search_everything"
    assert await names(office, ana) == []
    await kept(office, ana, "kicked 3", "Three")
    assert await names(office, ana) == ["Three"]


@on_one
async def test_nobody_keeps_more_searches_than_they_can_look_after(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "SAVED_MOST", 2)
    ana = await office.hires()
    first = await kept(office, ana, "zebra", "1")
    await kept(office, ana, "zebra", "2")
    with pytest.raises(Refused) as refused:
        await kept(office, ana, "zebra", "3")
    assert refused.value.params["most"] == 2
    await search.save(office.desk, await office.row(), ana, first, "renamed")  # no new one
    assert sorted(map(str, await names(office, ana))) == ["2", "renamed"]


@on_one
async def test_nothing_of_what_was_found_stays_beside_the_numbers(office: Office) -> None:
    ana, case = await office.hires(), await office.files("A zebra.")
    page = await search.find(office.desk, await office.row(), ana, "zebra")
    assert json.dumps(page.search.found) == json.dumps([[case.id, ["story"]]])


@on_one
async def test_the_thread_and_the_notes_are_looked_through_for_who_may_know_of_the_case(office: Office) -> None:
    ana, ben, case = await office.hires(), await office.hires(agency=ABROAD), await office.files(chat="1")
    await correspondence.add_words(office.desk, await office.row("1"), case, "I remember a zebra.")
    await caseload.note(office.desk, await office.row(), ana, case.id, "The giraffe is on film.")
    await caseload.message(office.desk, await office.row(), ana, case.id, "Which okapi?")
    for words, where in (("zebra", "messages"), ("okapi", "messages"), ("giraffe", "notes")):
        assert shown(await search.find(office.desk, await office.row(), ana, words)) == [(case.reference, (where,))]
        assert await found(office, ben, words) == []
    async with office.desk.database.write() as session:
        now = office.clock()
        await recusals.bar(session, HOME, case.id, ana.id, state="recused", why="own", by="x", now=now)
    assert [await found(office, ana, words) for words in ("zebra", "giraffe")] == [[], []]


@on_one
async def test_somebody_is_found_by_the_name_they_have_now(office: Office) -> None:
    ana = await office.hires()
    case = await office.answers_everything(lambda id: "Officer Nunez" if id == "respondents" else f"plain {id}")
    assert await found(office, ana, "nunez") == [case.reference]
    at = await bench.look(office.desk, ana, case.id)
    (officer,) = [each for each in at.people if each.name == "Officer Nunez"]
    change = (officer.id, "Officer Hollis", "The roster says so.")
    await parties.change(office.desk, await office.row(), ana, case.id, *change)
    assert await found(office, ana, "nunez") == []
    assert shown(await search.find(office.desk, await office.row(), ana, "hollis")) == [(case.reference, ("person",))]


@on_one
async def test_a_name_that_is_kept_is_not_found_among_the_people_either(office: Office) -> None:
    ana, case = await office.hires(), await with_a_name_kept(office)
    at = await bench.look(office.desk, ana, case.id)
    (officer,) = at.respondents
    await parties.change(office.desk, await office.row(), ana, case.id, officer.id, "Officer Hollis", "The roster.")
    assert await found(office, ana, "hollis") == [case.reference]
    assert await found(office, ana, "quispe") == []
