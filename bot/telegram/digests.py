"""A member's morning in the chat: the digest, the notice of the week's figures, and the choice of when they come.

`telegram.staff` passes the command and the presses on, `telegram.notices` the notices that are made when they are sent.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import time
from typing import Final

from aiogram.utils.formatting import Bold, Text

from bot.casework import digest as rules
from bot.casework.authorization import Verb, may
from bot.casework.errors import Stale
from bot.casework.workdays import day_at
from bot.desk import bulk_acts, digests
from bot.desk.desk import Desk
from bot.desk.digests import Digest
from bot.desk.permission import actor
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.exchange import Heard, Reply
from bot.telegram.fitting import rows_of
from bot.telegram.room import Room
from bot.telegram.staff_screens import StaffScreens
from bot.words import Words
from storage.digests import Rhythm
from storage.outbox import Notice
from storage.roster import Member

WAITS: Final = "new"


class DigestTalk(Room):
    """`/digest`: when the day's list comes, whether it comes, and whether the week's figures come."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._screens = DigestScreens(words)
        self.commands = {"digest": self._choose}
        self.presses = {
            "digest_at": self._at,
            "digest_week": self._week,
        }

    async def _choose(self, heard: Heard, member: Member, argument: str) -> Reply:
        return await self._shown(member)

    async def _at(self, heard: Heard, member: Member, press: Press) -> Reply:
        now, hours = await digests.rhythm(self._desk, member), rules.hours(self._desk.agencies[member.agency])
        if press.arg in {"off", "opening"}:
            wanted = replace(now, daily=press.arg == "opening", hour=None)
        elif press.arg in {str(hour) for hour in hours}:
            wanted = replace(now, daily=True, hour=int(press.arg))
        else:
            raise Stale
        await digests.choose(self._desk, heard.source, member, wanted)
        return await self._shown(member, edits=heard.pressed)

    async def _week(self, heard: Heard, member: Member, press: Press) -> Reply:
        now = await digests.rhythm(self._desk, member)
        await digests.choose(self._desk, heard.source, member, replace(now, weekly=press.arg == "on"))
        return await self._shown(member, edits=heard.pressed)

    async def _shown(self, member: Member, edits: int | None = None) -> Reply:
        chosen, agency = await digests.rhythm(self._desk, member), self._desk.agencies[member.agency]
        return Reply([replace(self._screens.choice(member, chosen, (agency.opens, rules.hours(agency))), edits=edits)])


class DigestNotices:
    """What is made when it is sent: None where there is nothing to say."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._screens = DigestScreens(words)
        self.made: dict[str, Callable[[Member, Notice], Awaitable[Screen | None]]] = {
            rules.DAILY: self._day,
            rules.WEEKLY: self._week,
            bulk_acts.DONE: self._done,
        }

    async def _day(self, member: Member, notice: Notice) -> Screen | None:
        found = await digests.of_member(self._desk, member, notice)
        return self._screens.morning(member, found, self._desk) if found else None

    async def _week(self, member: Member, notice: Notice) -> Screen | None:
        return self._screens.week(member)

    async def _done(self, member: Member, notice: Notice) -> Screen | None:
        return self._screens.bulk_done(member, notice.params)


class DigestScreens(StaffScreens):
    """Renders what the morning brings."""

    def morning(self, member: Member, found: Digest, desk: Desk) -> Screen:
        """The numbers, and the first cases of each part: to open with a tap, the whole list behind a button."""
        say, language = self._words.say, member.language
        today = self._answers.day(day_at(found.agency, desk.clock()), language)
        lines: list[object] = [Bold(say(language, "digest.title", date=today))]
        cases: dict[str, str] = {}
        for part, glance in found.parts:
            more = glance.count - len(glance.first)
            named = [reference for _, reference in glance.first]
            named += [say(language, "digest.more", count=more)] if more else []
            lines += ["\n\n", say(language, f"digest.{part}", count=glance.count), "\n", ", ".join(named)]
            cases |= dict(glance.first)
        rows = rows_of([Button(ref, Press(STAFF, "open", id).pack()) for id, ref in cases.items()], wide=22)
        return Screen(Text(*lines), (*rows, *self._lists(member, found)), protected=True)

    def _lists(self, member: Member, found: Digest) -> tuple[tuple[Button, ...], ...]:
        parts = {part for part, _ in found.parts}
        lists = [("mine", "digest.button_mine")] * bool(parts - {WAITS}) + [("queue", "digest.button_queue")] * (
            WAITS in parts
        )
        return tuple((self._button(member, verb, "", label=label),) for verb, label in lists)

    def week(self, member: Member) -> Screen:
        """The week's figures wait behind a button."""
        button = self._button(member, "figures", "", label="digest.button_figures")
        return Screen(Text(self._words.say(member.language, "digest.week")), ((button,),), protected=True)

    def bulk_done(self, member: Member, params: dict[str, str]) -> Screen:
        """An act on many cases is over; what became of which waits behind a button."""
        said = self._words.say(member.language, "bulk.over", done=params["done"], refused=params["refused"])
        button = self._button(member, "bulk_report", "", params["bulk"], label="bulk.button_report")
        return Screen(Text(said), ((button,),), protected=True)

    def choice(self, member: Member, chosen: Rhythm, hours: tuple[time, tuple[int, ...]]) -> Screen:
        """When the digest comes, with the hours to choose from; the figures' switch for whoever may see them."""
        opens, offered = hours
        say = self._words.say
        rows: list[tuple[Button, ...]] = []
        lines: list[str] = []
        if may(Verb.MINE, actor(member), member.agency):
            at = opens if chosen.hour is None else time(chosen.hour)
            now = say(member.language, "digest.comes", time=self._time(member, at)) if chosen.daily else \
                say(member.language, "digest.comes_not")  # fmt: skip
            lines += [say(member.language, "digest.choose"), now]
            opening = say(member.language, "digest.button_opening", time=self._time(member, opens))
            rows.append((Button(opening, Press(STAFF, "digest_at", "", "opening").pack()),))
            buttons = [
                Button(self._time(member, time(hour)), Press(STAFF, "digest_at", "", str(hour)).pack())
                for hour in offered
            ]
            rows += rows_of(buttons)
            rows.append((self._button(member, "digest_at", "", "off", label="digest.button_off"),))
        if may(Verb.FIGURES, actor(member), member.agency):
            lines.append(say(member.language, "digest.weekly" if chosen.weekly else "digest.weekly_not"))
            other = "off" if chosen.weekly else "on"
            rows.append((self._button(member, "digest_week", "", other, label=f"digest.button_week_{other}"),))
        return Screen(Text("\n\n".join(lines)), tuple(rows))

    def _time(self, member: Member, at: time) -> str:
        return self._answers.time(at, member.language)
