"""What people wrote, and who they are, never stands in the chat of an office that reads off it; the page has it all."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.casework.errors import RedressError, Refused
from bot.desk import contacts, documents, duties, follow_ups, holds, ownership, packets, recusal, roster
from bot.desk.contacts import Contact
from bot.desk.papers.wording import Chosen
from bot.telegram.callbacks import read
from bot.telegram.delivery import Screen
from bot.telegram.reading import AFTER, SHOWS
from bot.telegram.shelf import Shelf
from bot.telegram.staff import Staff
from storage.cases import Case
from storage.follow_ups import NewFollowUp
from storage.roster import Member
from tests.desk.office import HOME, STORY, Office
from tests.desk.test_aftercare import appeals_, closed
from tests.desk.test_agenda import arranging
from tests.desk.test_identity import NAME, asked, decides
from tests.desk.test_secrecy import everything
from tests.telegram.clerk import WORDS, Clerk, office_in

PAGE = "https://redress.example"
MARK = "Zarza"
GAP = WORDS.say("en", "reading.hidden")
COMMANDS = ("/queue", "/mine", "/team", "/figures", "/help", "/tasks", "/digest", "/bulk", "/find kicked", "/away")


def marked(name: str) -> str:
    """Words of one field that can be told from every other field's."""
    if name == "member":
        return "Ana"
    word = MARK + re.sub(r"\W", "", name)
    return f"{word} {STORY}" if name == "story" else f"{word} said so, 612-555-0143."


def found_in(text: str) -> set[str]:
    return set(re.findall(rf"{MARK}\w*", text))


@pytest.fixture
async def office(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Office]:
    """An office that reads off the chat, and another one that does not."""
    async with office_in(tmp_path, migrated_file) as opened:
        home = opened.desk.agencies[HOME].model_copy(update={"staff_reading": "web"})
        yield arranging(replace(opened, desk=replace(opened.desk, agencies={**opened.desk.agencies, HOME: home})))


@dataclass
class Reader(Clerk):
    """A colleague who follows every button there is, and every link to the page."""

    chat: set[str] = field(default_factory=set)
    page: set[str] = field(default_factory=set)
    sheets: list[str] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)
    pressed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.staff = Staff(self.office.desk, WORDS, (), PAGE)
        self.shelf = Shelf(self.office.desk, WORDS)

    async def follows(self, data: str, most: int = 400) -> None:
        """Press this button, and whatever can be pressed from there without changing anything."""
        waiting = [data]
        while waiting and len(self.pressed) < most:
            press = waiting.pop()
            if press in self.pressed or read(press).verb not in SHOWS:
                continue
            self.pressed.add(press)
            await self.presses(press)
            await self.looks()
            waiting += [each for _, each in self.buttons()]

    async def presses_all(self, first: str) -> set[str]:
        """Press one button of each kind that can be come upon from here, whatever it does; returns the kinds."""
        waiting, tried = [first], set[str]()
        while waiting:
            press = waiting.pop()
            verb = read(press).verb
            if press in self.pressed or (verb in tried and verb not in SHOWS):
                continue
            self.pressed.add(press)
            tried.add(verb)
            try:
                await self.presses(press)
            except RedressError:  # what was pressed before has taken its place away
                continue
            shown = "\n".join(each.text.render()[0] for each in self.screens)
            hidden = GAP in shown or any(re.search(r"\[\d+\]", label) for label in self.labels())
            assert not hidden or any(map(links, self.screens)), f"nothing opens what {verb} hides"
            ahead = [each for _, each in self.buttons()]
            waiting = [*(each for each in ahead if read(each).verb not in SHOWS), *waiting]
            waiting += [each for each in ahead if read(each).verb in SHOWS]
        return tried

    async def looks(self) -> None:
        """Remember what stands in the chat, and open the page for the rest."""
        for screen in self.screens:
            assert screen.attachment is None
            self.chat |= found_in(screen.text.render()[0])
            for address in links(screen):
                sheet = await self.shelf.open(address.removeprefix(f"{PAGE}/read/"))
                assert sheet is not None
                self.sheets += sheet.texts
                self.page |= found_in("\n".join(sheet.texts))
                self.files += [sheet.leaf.data] if sheet.leaf else []
        self.chat |= found_in("\n".join(self.labels()))


def links(screen: Screen) -> list[str]:
    return [each.url or "" for each in screen.text.render()[1] if each.type == "text_link"]


async def worked(office: Office) -> tuple[Case, Member]:
    """A case with a marked word in every field that somebody can write in, and a supervisor."""
    case, desk = await everything(office, marked), office.desk
    boss, ben = await office.hires("supervisor", name="Zoe"), await office.hires(name="Ben")
    until = (office.clock() + timedelta(days=2)).date()
    duty = next(each.name for each in (await duties.look(desk, boss, case.id)).duties if each.met_at is None)
    await duties.snooze(desk, await office.row(), boss, case.id, duty, until_on=until, because=marked("snooze"))
    await holds.hold(desk, await office.row(), boss, case.id, until_on=until, because=marked("hold"))
    await recusal.recuse(desk, await office.row(), boss, case.id, because=marked("conflict"), who=ben.id)
    letter = Chosen(words=marked("letter"))
    await documents.make(desk, await office.row(), boss, case.id, "acknowledgement", "en", letter)
    await packets.begin(desk, await office.row(), boss, case.id, "en")
    return await office.now(case), boss


async def test_nothing_that_anybody_wrote_reaches_the_chat_and_all_of_it_the_page(office: Office) -> None:
    case, boss = await worked(office)
    zoe = Reader(office, boss)
    await zoe.follows(f"s:open:{case.id}::")
    assert zoe.chat == set()
    assert b"Zarzafilecontent said so, 612-555-0143." in zoe.files
    wanted = {
        *("story", "messagein", "stafftext", "reason", "edited", "place", "statement", "who", "contact"),
        *("task", "party", "because", "action", "whom", "outcome", "asked", "answer", "snooze", "hold", "conflict"),
    }
    assert {each.removeprefix(MARK) for each in zoe.page} >= wanted
    verbs = {read(each).verb for each in zoe.pressed}
    assert SHOWS - verbs == {
        *("meet_plan", "appeal", "appeal_read", "asked", "places", "name", "why_name", "read_name", "transfer"),
        *("register", "reg_files", "report", "passage", "paper_word"),  # only another profile has them: test_report.py
    }


async def test_whatever_is_pressed_a_link_opens_what_the_chat_hides(office: Office) -> None:
    case, boss = await worked(office)
    tried = await Reader(office, boss).presses_all(f"s:open:{case.id}::")
    assert len(tried - SHOWS) > 50


def test_every_name_in_the_lists_is_a_button_or_what_a_colleague_was_asked(office: Office) -> None:
    staff = Staff(office.desk, WORDS)
    there = {verb for room in (staff, *staff.rooms) for verb in (*room.presses, *room.asked)}
    assert SHOWS | set(AFTER) | {verb for verbs in AFTER.values() for verb in verbs} <= there


async def test_what_is_done_to_a_case_shows_no_more_than_looking_at_it(office: Office) -> None:
    case, boss = await worked(office)
    zoe = Reader(office, boss)
    await zoe.opens(case, "todo")
    done = [each for _, each in zoe.buttons() if read(each).verb in ("task_done", "task_again")]
    for data in done:
        await zoe.presses(data)
        await zoe.looks()
    assert "Zarzatask" in zoe.page
    for verb, said in (("task_new", "Zarzanew"), ("person_new", ""), ("contact", "")):
        await zoe.opens(case, verb)
        await zoe.looks()
        if said:
            await zoe.says(said)
            await zoe.looks()
    await zoe.opens(case, "note")
    await zoe.says("Zarzanote")
    await zoe.looks()
    await zoe.opens(case, "ask_them")
    await zoe.says("Zarzaquestion")
    await zoe.taps("In 14 days")
    await zoe.looks()
    assert zoe.chat == set()
    assert {"Zarzaparty", "Zarzaquestion"} <= zoe.page


@pytest.mark.parametrize("by_when", [">In 30 days", "October 14"])
async def test_after_the_last_answer_a_link_opens_what_was_noted(office: Office, by_when: str) -> None:
    """The question is gone then, so a link that asked it once more would open nothing."""
    case, boss = await worked(office)
    zoe = Reader(office, boss)
    await zoe.presses(f"s:follow_new:{case.id}::")
    await zoe.says("Zarzanoted")
    await zoe.says("the shop on Main Street")
    await (zoe.taps(by_when[1:]) if by_when.startswith(">") else zoe.says(by_when))
    assert any(map(links, zoe.screens))
    await zoe.looks()
    assert ("Zarzanoted" in zoe.page, zoe.chat) == (True, set())


async def test_an_opened_name_and_an_appeal_are_read_on_the_page(office: Office) -> None:
    ana, eva, case, unlock = await asked(office)
    await decides(office, eva, case, unlock, "Zarzaunlocked")
    reader = Reader(office, ana)
    await reader.follows(f"s:asks:{case.id}::")
    assert NAME in "".join(reader.sheets)
    assert (reader.chat, reader.page) == (set(), {"Zarzaunlocked"})
    boss, case = await closed(office)
    await appeals_(office, case, "Zarzaappeal")
    reader = Reader(office, boss)
    await reader.follows(f"s:appeal:{case.id}::")
    assert (reader.chat, reader.page) == (set(), {"Zarzaappeal"})


async def test_a_page_that_has_no_address_shows_nothing_anywhere(office: Office) -> None:
    case, boss = await worked(office)
    zoe = Reader(office, boss)
    zoe.staff = Staff(office.desk, WORDS)
    with pytest.raises(Refused) as refused:
        await zoe.opens(case, "read")
    assert refused.value.because == "no_reading_page"
    await zoe.opens(case, "people")
    await zoe.looks()
    assert zoe.chat == set()
    assert "Witness: [" in "".join(zoe.labels())


@pytest.mark.parametrize("language", ["en", "es"])
async def test_what_is_ours_stays_where_nobody_has_written_anything(office: Office, language: str) -> None:
    """A card, the lists, the clocks: an office that reads off the chat works in the chat as any other."""
    boss = await office.hires("supervisor", name="Zoe")
    case = await office.files()
    await roster.speak(office.desk, await office.row(), boss, language)
    (boss,) = await office.members(boss.chat)
    chat = office.desk.agencies[HOME].model_copy(update={"staff_reading": "chat"})
    other = replace(office.desk, agencies={**office.desk.agencies, HOME: chat})
    verbs = (
        *("open", "work", "clocks", "asks", "people", "todo", "findings", "media", "allegations", "actions", "assign"),
        *("related", "conflicts", "transfer", "hold"),
    )

    def two() -> tuple[Clerk, Clerk]:
        here, there = Clerk(office, boss), Clerk(office, boss)
        there.staff = Staff(other, WORDS)
        return here, there

    differ = []
    for verb in verbs:
        here, there = two()
        there_text, here_text = await there.opens(case, verb), await here.opens(case, verb)
        differ += _only(there_text, here_text) + _only(" ".join(there.labels()), " ".join(here.labels()))
    for command in COMMANDS:
        here, there = two()
        there_text, here_text = await there.says(command), await here.says(command)
        differ += _only(there_text, here_text) + _only(" ".join(there.labels()), " ".join(here.labels()))
    missing = [each for each in differ if "kicked" not in each]
    assert not missing, "\n".join(missing)


async def test_the_names_of_other_offices_are_ours(office: Office) -> None:
    zoe, case = Clerk(office, await office.hires("supervisor", name="Zoe")), await office.files()
    await zoe.opens(case, "transfer")
    others = [each.name.en for id, each in office.desk.agencies.items() if id not in (HOME, "guide")]
    assert others
    assert set(others) <= set(zoe.labels())


def _only(there: str, here: str) -> list[str]:
    """The lines that are missing in the chat of an office that reads off it."""
    return [each for each in there.split("\n") if each not in here.split("\n")]


@pytest.mark.parametrize(("language", "said"), [("en", "last contact"), ("es", "último contacto")])
async def test_the_days_of_ones_own_cases_stay_in_the_chat(office: Office, language: str, said: str) -> None:
    boss, case = await office.hires("supervisor", name="Zoe"), await office.files()
    await roster.speak(office.desk, await office.row(), boss, language)
    (boss,) = await office.members(boss.chat)
    await ownership.claim(office.desk, await office.row(), boss, case.id)
    today = office.clock().date()
    spoke = Contact(marked("whom"), "phone", today, marked("outcome"))
    await contacts.log(office.desk, await office.row(), boss, case.id, spoke)
    due = NewFollowUp("remedy", marked("what"), marked("to"), today + timedelta(days=9))
    await follow_ups.add(office.desk, await office.row(), boss, case.id, due)
    shown = await Clerk(office, boss).says("/mine")
    assert f"{case.reference}: {said}" in shown
    assert "2026 · " in shown
    assert found_in(shown) == set()


async def test_pictures_and_papers_of_figures_hold_nobodys_words_and_reach_the_chat(office: Office) -> None:
    boss = await office.hires("supervisor", name="Zoe")
    zoe = Clerk(office, boss)
    await zoe.says("/figures")
    assert sum(screen.attachment is not None for screen in zoe.screens) == 2
    await zoe.presses("s:stats:::current")
    assert [screen.attachment and screen.attachment.mime for screen in zoe.screens] == ["application/pdf", "text/csv"]
