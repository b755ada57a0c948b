"""Lists of cases: `/queue` and `/mine` with their filters and pages; their commands and presses are merged by `staff`.

A filter travels inside the button, as places in the profile's own lists, with the beginning of the profile's digest: a
button that was drawn under another profile is stale and changes nothing.
"""

from collections.abc import Awaitable, Callable
from dataclasses import fields, replace
from datetime import datetime
from string import ascii_lowercase, digits
from typing import Any, Final

from aiogram.utils.formatting import Bold, Text

from bot.answer_words import shorten
from bot.casework.agency import Agency
from bot.casework.errors import Stale
from bot.casework.workdays import day_at, last_day
from bot.desk import queues
from bot.desk.desk import Desk
from bot.desk.queues import EVERYTHING, Chosen, Page
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.exchange import Heard, Reply
from bot.telegram.fitting import rows_of
from bot.telegram.room import Room
from bot.telegram.staff_screens import OVERDUE, StaffScreens, key_text, place_name, place_of
from bot.words import Words
from storage.cases import Case, Key
from storage.roster import Member

PLACES: Final = digits + ascii_lowercase
PARTS: Final = tuple(each.name for each in fields(Chosen))
ANY: Final = "-"
VERSION: Final = 3
"""So many characters of the profile's digest a button carries."""
SHOWN: Final = "✓ "
INCIDENT: Final = 24

Look = Callable[[Desk, Member, Chosen, Key | None], Awaitable[Page]]
LISTS: Final[dict[str, Look]] = {"queue": queues.queue, "mine": queues.mine}


class Lists(Room):
    """Both lists, their pages and their filters."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._screens = ListScreens(words)
        self.commands = {"queue": self._command("queue"), "mine": self._command("mine")}
        self.presses = {"queue": self._page, "mine": self._page, "narrow": self._narrow}

    def _command(self, name: str) -> Callable[[Heard, Member, str], Awaitable[Reply]]:
        async def shown(heard: Heard, member: Member, argument: str) -> Reply:
            return await self._shown(member, name, EVERYTHING, None)

        return shown

    async def _page(self, heard: Heard, member: Member, press: Press) -> Reply:
        chosen, after = read(self._desk.agencies[member.agency], press.arg)
        return await self._shown(member, press.verb, chosen, after)

    async def _shown(self, member: Member, name: str, chosen: Chosen, after: Key | None) -> Reply:
        page = await LISTS[name](self._desk, member, chosen, after)
        return Reply([self._screens.page(member, page, name, self._desk.clock())])

    async def _narrow(self, heard: Heard, member: Member, press: Press) -> Reply:
        name, _, code = press.arg.partition(":")
        if name not in LISTS:
            raise Stale
        agency = self._desk.agencies[member.agency]
        chosen, _ = read(agency, code)
        await LISTS[name](self._desk, member, chosen, None)  # permitted, and fitting this member
        return Reply([self._screens.filter(member, agency, name, chosen)])


class ListScreens(StaffScreens):
    """Renders lists of cases and their filters."""

    def page(self, member: Member, page: Page, name: str, now: datetime) -> Screen:
        """A list of cases, one button each, the filter in words; the next page by its key."""
        say = self._words.say
        head: list[Any] = [Bold(say(member.language, f"staff.{name}_title"))]
        if page.chosen != EVERYTHING:
            head += ["\n", say(member.language, "list.only", what=self._in_words(member, page.agency, page.chosen))]
        rows = [(self._case_row(page, each, member.language, now),) for each in page.cases]
        if page.after:
            rows.append((self._button(member, name, "", written(page.agency, page.chosen, page.after), "staff.more"),))
        filtered = f"{name}:{written(page.agency, page.chosen)}"
        if page.cases or page.chosen != EVERYTHING:
            rows.append((self._button(member, "narrow", "", filtered, "list.button_narrow"),))
        if page.chosen != EVERYTHING:
            rows.append((self._button(member, name, "", "", "list.button_all"),))
        if lines := self._care(member, page, now):
            head += ["\n\n", "\n".join(lines)]
        key = "staff.list_hint" if page.cases else f"staff.{name}_empty" if page.chosen == EVERYTHING else "list.empty"
        return Screen(Text(*head, "\n\n", say(member.language, key)), tuple(rows))

    def _care(self, member: Member, page: Page, now: datetime) -> list[str]:
        """A line for each case: when somebody was last in contact, and when the next follow-up is due; days only."""
        say, language, today = self._words.say, member.language, day_at(page.agency, now)
        lines = []
        for case in page.cases:
            care = page.care.get(case.id)
            if care is None:
                continue
            contact = care.contact_on
            said = [
                say(language, "care.contact", date=self.day(member, contact)) if contact else say(language, "care.none")
            ]
            if (due := care.follow_up_on) is not None:
                key = "care.late" if due < today else "care.follow_up"
                said.append(say(language, key, date=self.day(member, due)))
            lines.append(f"{case.reference}: {' · '.join(said)}")
        return lines

    def filter(self, member: Member, agency: Agency, name: str, chosen: Chosen) -> Screen:
        """Every way to narrow a list down; a tap shows the list so."""
        offered = {**queues.offered(agency), "queue": queues.of(agency, member)}
        buttons = [
            Button(f"{SHOWN if now else ''}{self._value(member, agency, part, value)}", self._to(agency, name, change))
            for part, values in offered.items()
            for value in (values if len(values) > 1 else ())
            for now in (getattr(chosen, part) == value,)
            for change in (replace(chosen, **{part: None if now else value}),)
            if fits(agency, change)
        ]
        rows = (
            *rows_of(buttons),
            (Button(self._words.say(member.language, "list.button_all"), self._to(agency, name)),),
        )
        what = self._in_words(member, agency, chosen) or self._words.say(member.language, "list.all")
        return Screen(Text(self._words.say(member.language, "list.narrow", what=what)), rows)

    def _to(self, agency: Agency, name: str, chosen: Chosen = EVERYTHING) -> str:
        return Press(STAFF, name, arg=written(agency, chosen)).pack()

    def _in_words(self, member: Member, agency: Agency, chosen: Chosen) -> str:
        values = ((part, getattr(chosen, part)) for part in PARTS)
        return " · ".join(self._value(member, agency, part, value) for part, value in values if value is not None)

    def _value(self, member: Member, agency: Agency, part: str, value: str) -> str:
        if part in ("queue", "region", "unit"):
            return place_name(agency, part, value, member.language)
        table = {"priority": "priority", "language": "speaks", "held": "held"}[part]
        return self._words.say(member.language, f"{table}.{value}")

    def _case_row(self, page: Page, case: Case, language: str, now: datetime) -> Button:
        agency, incident = page.agency, page.incidents.get(case.id)
        due = self._answers.day(last_day(agency, case.next_at), language)
        if case.held_until is not None:
            ends = self._answers.day(day_at(agency, case.held_until), language)
            due = self._words.say(language, "clocks.on_hold_row", date=ends)
        late = OVERDUE if case.next_at < now else ""
        priority = self._words.say(language, f"priority.{case.priority}")
        name = f" · {shorten(incident, INCIDENT)}" if incident else ""
        return Button(f"{late}{case.reference} · {priority} · {due}{name}", Press(STAFF, "open", case.id).pack())


def written(agency: Agency, chosen: Chosen, after: Key | None = None) -> str:
    """A filter, and the key of a page, as a button carries them."""
    key = f".{key_text(*after)}" if after else ""
    if chosen == EVERYTHING and not key:
        return ""
    places = (_place(agency, part, getattr(chosen, part)) for part in PARTS)
    return f"{''.join(places)}{agency.digest[:VERSION]}{key}"


def fits(agency: Agency, chosen: Chosen) -> bool:
    """True when a button can carry this filter: a profile may list more than there are places."""
    values = queues.offered(agency)
    chosen_places = (values[part].index(getattr(chosen, part)) for part in PARTS if getattr(chosen, part) is not None)
    return all(place < len(PLACES) for place in chosen_places)


def read(agency: Agency, arg: str) -> tuple[Chosen, Key | None]:
    """The filter and the key out of a button. Raises Stale for one of another profile, and for a broken one."""
    if not arg:
        return EVERYTHING, None
    code, _, key = arg.partition(".")
    places, version = code[: len(PARTS)], code[len(PARTS) :]
    if len(places) != len(PARTS) or version != agency.digest[:VERSION]:
        raise Stale
    chosen = Chosen(**{part: _value(agency, part, place) for part, place in zip(PARTS, places, strict=True)})
    return chosen, place_of(key, datetime, str) if key else None


def _place(agency: Agency, part: str, value: str | None) -> str:
    return ANY if value is None else PLACES[queues.offered(agency)[part].index(value)]


def _value(agency: Agency, part: str, place: str) -> str | None:
    values = queues.offered(agency)[part]
    if place == ANY:
        return None
    if place not in PLACES or PLACES.index(place) >= len(values):
        raise Stale
    return values[PLACES.index(place)]
