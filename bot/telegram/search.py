"""`/find` and `/searches` in the chat: what was found, what is kept, what it tells; merged into `telegram.staff`.

A list shows numbers, stages and where the words were found, never what stands there.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from aiogram.utils.formatting import Bold, Text

from bot.answer_words import shorten
from bot.casework.agency import Agency
from bot.casework.errors import Refused
from bot.desk import asking, search, watch
from bot.desk.desk import Desk
from bot.desk.search import Hit, Kept, Page
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.exchange import Heard, Reply
from bot.telegram.fitting import rows_of
from bot.telegram.room import Room
from bot.telegram.staff_screens import StaffScreens, key_text, place_of, start_of
from bot.words import Words
from storage.roster import Member
from storage.searches import Listed, Search

LIST: Final = 8
LABEL: Final = 40
NONE: Final = "none"
_NUMBERS: Final = re.compile(r"\d+")

Command = Callable[[Heard, Member, str], Awaitable[Reply]]
OnPress = Callable[[Heard, Member, Press], Awaitable[Reply]]


class SearchTalk(Room):
    """Everything that staff can say or press to find cases."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._screens = SearchScreens(words)
        self.commands = {"find": self._find, "searches": self._searches}
        self.presses = {
            "found": self._found,
            "searches": self._more_searches,
            "search": self._open,
            "search_run": self._run,
            "search_name": self._ask_name,
            "search_alert": self._choose,
            "search_tell": self._tell,
            "search_count": self._ask_count,
            "search_drop": self._drop,
        }
        self.asked = {"search_name": self._named, "search_count": self._counted}

    async def _find(self, heard: Heard, member: Member, argument: str) -> Reply:
        if not argument:
            return Reply([self._screens.say(member, "find.how")])
        return Reply([self._screens.found(member, await search.find(self._desk, heard.source, member, argument))])

    async def _found(self, heard: Heard, member: Member, press: Press) -> Reply:
        search_id, start = place_of(press.arg, str, int)
        return Reply([self._screens.found(member, await search.page(self._desk, member, search_id, start))])

    async def _searches(self, heard: Heard, member: Member, argument: str) -> Reply:
        return Reply([self._screens.searches(member, await search.saved(self._desk, member), 0)])

    async def _more_searches(self, heard: Heard, member: Member, press: Press) -> Reply:
        start = start_of(press.arg)
        return Reply([self._screens.searches(member, await search.saved(self._desk, member), start)])

    async def _open(self, heard: Heard, member: Member, press: Press) -> Reply:
        search_id, start = place_of(press.arg if "." in press.arg else key_text(press.arg, 0), str, int)
        return Reply([self._screens.kept(member, await search.kept(self._desk, member, search_id), start)])

    async def _run(self, heard: Heard, member: Member, press: Press) -> Reply:
        return Reply([self._screens.found(member, await search.again(self._desk, heard.source, member, press.arg))])

    async def _ask_name(self, heard: Heard, member: Member, press: Press) -> Reply:
        await search.mine(self._desk, member, press.arg)
        await asking.ask(self._desk, heard.source, member, {"verb": "search_name", "search": press.arg})
        return Reply([self._screens.asks(member, "find.which_name")])

    async def _named(self, heard: Heard, member: Member, text: str) -> Reply:
        kept = await search.save(self._desk, heard.source, member, _wanted(member), text)
        return Reply([self._screens.alerts(member, kept)])

    async def _choose(self, heard: Heard, member: Member, press: Press) -> Reply:
        return Reply([self._screens.alerts(member, await search.mine(self._desk, member, press.arg))])

    async def _tell(self, heard: Heard, member: Member, press: Press) -> Reply:
        search_id, _, kind = press.arg.partition(".")
        kept = await watch.alert(self._desk, heard.source, member, search_id, None if kind == NONE else kind, None)
        return Reply([self._screens.settled(member, kept)])

    async def _ask_count(self, heard: Heard, member: Member, press: Press) -> Reply:
        await search.mine(self._desk, member, press.arg)
        await asking.ask(self._desk, heard.source, member, {"verb": "search_count", "search": press.arg})
        return Reply([self._screens.asks(member, "find.which_count")])

    async def _counted(self, heard: Heard, member: Member, text: str) -> Reply:
        numbers = [int(each) for each in _NUMBERS.findall(text[: len("1000 cases in 365 days") * 2]) if len(each) < 5]
        if len(numbers) != 2:
            raise Refused("search_threshold", cases=watch.MOST_CASES, days=watch.MOST_DAYS)
        threshold = (numbers[0], numbers[1])
        kept = await watch.alert(self._desk, heard.source, member, _wanted(member), "threshold", threshold)
        return Reply([self._screens.settled(member, kept)])

    async def _drop(self, heard: Heard, member: Member, press: Press) -> Reply:
        await search.forget(self._desk, heard.source, member, press.arg)
        return Reply([self._screens.say(member, "find.dropped")], settled=True)


class SearchScreens(StaffScreens):
    """Renders what was found and what is kept, in protected messages."""

    def found(self, member: Member, page: Page) -> Screen:
        """A page of results, one button each, and a way to keep the search."""
        language = member.language
        if not page.count:
            return self._shown(Text(self._words.say(language, "find.nothing")), [])
        title = "find.many" if page.more else "find.one" if page.count == 1 else "find.some"
        text = Text(Bold(self._words.say(language, title, count=page.count)), "\n\n")
        text += Text(self._words.say(language, "find.newest_first"))
        rows = [(self._hit(page.agency, each, language),) for each in page.hits]
        if page.next is not None:
            rows.append((self._button(member, "found", "", key_text(page.search.id, page.next), label="staff.more"),))
        if page.search.name is None:
            rows.append((self._button(member, "search_name", "", page.search.id, label="find.button_save"),))
        return self._shown(text, rows)

    def searches(self, member: Member, kept: Sequence[Search], start: int) -> Screen:
        """The saved searches, by name."""
        language = member.language
        if not kept:
            return self._shown(Text(self._words.say(language, "find.searches_empty")), [])
        rows = [
            (Button(shorten(each.name or "", LABEL), Press(STAFF, "search", "", each.id).pack()),)
            for each in kept[start : start + LIST]
        ]
        if len(kept) > start + LIST:
            rows.append((self._button(member, "searches", "", str(start + LIST), label="staff.more"),))
        return self._shown(Text(Bold(self._words.say(language, "find.searches_title"))), rows)

    def kept(self, member: Member, kept: Kept, start: int) -> Screen:
        """One saved search: what it looks for, what it tells, and the new cases it has told of."""
        language, looked = member.language, kept.search
        lines = [Bold(looked.name or ""), "\n", looked.words, "\n\n", self._alert(looked, language), "\n\n"]
        lines.append(self._words.say(language, "find.news" if kept.news else "find.no_news", count=len(kept.news)))
        shown = kept.news[start : start + LIST]
        rows = [(self._case(kept.agency, each, language),) for each in shown]
        if len(kept.news) > start + LIST:
            rows.append((self._button(member, "search", "", key_text(looked.id, start + LIST), label="staff.more"),))
        verbs = ("run", "alert", "name", "drop")
        buttons = [self._button(member, f"search_{verb}", "", looked.id, label=f"find.button_{verb}") for verb in verbs]
        return self._shown(Text(*lines), [*rows, *rows_of(buttons)])

    def alerts(self, member: Member, kept: Search) -> Screen:
        """When a saved search shall tell of new cases."""
        language = member.language
        rows = [
            (self._button(member, "search_tell", "", f"{kept.id}.{kind}", label=f"find.alert_{kind}"),)
            for kind in ("each", "daily", "weekly", NONE)
        ]
        rows.insert(3, (self._button(member, "search_count", "", kept.id, label="find.alert_count"),))
        return self._shown(Text(self._words.say(language, "find.which_alert", name=kept.name)), rows)

    def settled(self, member: Member, kept: Search) -> Screen:
        """What a saved search tells from now on."""
        button = self._button(member, "search", "", kept.id, label="find.button_open")
        return self._shown(Text(self._alert(kept, member.language)), [(button,)])

    def _alert(self, kept: Search, language: str) -> str:
        cases, days = kept.threshold or (0, 0)
        return self._words.say(language, f"find.tells_{kept.alert or NONE}", cases=cases, days=days)

    def _hit(self, agency: Agency, hit: Hit, language: str) -> Button:
        where = ", ".join(self._words.say(language, f"find_field.{each}") for each in hit.fields)
        return Button(f"{self._label(agency, hit.case, language)} · {where}", Press(STAFF, "open", hit.case.id).pack())

    def _case(self, agency: Agency, case: Listed, language: str) -> Button:
        return Button(self._label(agency, case, language), Press(STAFF, "open", case.id).pack())

    def _label(self, agency: Agency, case: Listed, language: str) -> str:
        return f"{case.reference} · {agency.statuses[case.status].name.to(language)}"

    def _shown(self, text: Text, rows: Sequence[tuple[Button, ...]]) -> Screen:
        return Screen(text, tuple(rows), protected=True)


def _wanted(member: Member) -> str:
    return str((member.prompt or {}).get("search", ""))
