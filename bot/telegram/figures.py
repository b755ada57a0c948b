"""The office's figures in a supervisor's chat: in words, as two pictures, and as a report on paper; used by `staff`."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

from aiogram.utils.formatting import Bold, Text

from bot.casework import report_periods
from bot.casework.errors import Stale
from bot.casework.figures import BANDS, Load
from bot.casework.workdays import day_at
from bot.desk import figures, statistics
from bot.desk.desk import Desk
from bot.desk.figures import Figures
from bot.desk.statistics import Wanted
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.charts import Bar, Panel, draw
from bot.telegram.delivery import Attachment, Button, Screen
from bot.telegram.exchange import Heard, Reply
from bot.telegram.pausing import PauseWords
from bot.telegram.room import Room
from bot.words import Words
from storage.roster import Member

MOST: Final = 14
"""How many people a picture has room for; the words name all of them."""
PNG, PDF, CSV = "image/png", "application/pdf", "text/csv"
PERIODS: Final = ("quarter", "year", "current")
REPORTS: Final = (*PERIODS, "quarter_public", "year_public")


class FiguresTalk(Room):
    """`/figures`, and the button under the notice of the week."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._said = FigureWords(words)
        self._words = words
        self.commands = {"figures": self._command}
        self.presses = {"figures": self._press, "stats": self._report}

    async def _press(self, heard: Heard, member: Member, press: Press) -> Reply:
        return await self._command(heard, member, "")

    async def _command(self, heard: Heard, member: Member, argument: str) -> Reply:
        found = await figures.of_office(self._desk, heard.source, member)
        screens = [self._said.table(found, member.language)]
        for title, panels, legend in self._said.pictures(found, member.language):
            drawn = await asyncio.to_thread(draw, panels, legend)
            file = Attachment(drawn, "figures.png", PNG, ours=True)
            screens.append(Screen(Text(title), protected=True, attachment=file))
        return Reply([*screens, self._said.offer(member.language)])

    async def _report(self, heard: Heard, member: Member, press: Press) -> Reply:
        """The report over one of the usual periods, as two files."""
        period, _, public = press.arg.partition("_")
        if period not in PERIODS:
            raise Stale
        first, last = report_periods.of(period, day_at(self._desk.agencies[member.agency], self._desk.clock()))
        wanted = Wanted(first, last, member.language, bool(public))
        made = await statistics.of_office(self._desk, heard.source, member, wanted)
        ready, same = (Text(self._words.say(member.language, f"tables.{each}")) for each in ("ready", "table"))
        pdf = Attachment(made.pdf, f"{made.name}.pdf", PDF, ours=True)
        table = Attachment(made.csv, f"{made.name}.csv", CSV, ours=True)
        return Reply([Screen(ready, attachment=pdf), Screen(same, attachment=table)])


class FigureWords:
    """Puts figures into words and into panels of bars; pure."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._pauses = PauseWords(words)

    def table(self, found: Figures, language: str) -> Screen:
        """All figures as lines that can be read aloud."""
        say = self._say(language)
        blocks: list[object] = [Bold(say("title", agency=found.agency.name.to(language)))]
        blocks.append("\n" + say("all", **_numbers(found.total)))
        blocks += [f"\n{line}" for line in self._pauses.said(found.paused, language)]
        reached = [
            say("reached_line", name=self._stage(found, id, language), days=_days(one.days), count=one.cases)
            for id, one in found.reached
        ]
        ages = [
            say("age", name=self._band(number, language), open=age.open, held=age.held)
            for number, age in enumerate(found.ages)
        ]
        stages = [say("load", name=self._stage(found, id, language), **_numbers(load)) for id, load in found.stages]
        sections = [
            ("people", [say("load", name=self._name(name, language), **_numbers(load)) for name, load in found.people]),
            ("stages", stages),
            ("ages", ages),
            ("duties", self._duties(found, language)),
            ("reached", reached),
        ]
        for key, lines in sections:
            blocks += ["\n\n", Bold(say(key)), "\n", "\n".join(lines or [say("nothing")])]
        return Screen(Text(*blocks), protected=True)

    def offer(self, language: str) -> Screen:
        """Which reports there are."""
        rows = [
            (Button(self._words.say(language, f"tables.{each}"), Press(STAFF, "stats", arg=each).pack()),)
            for each in REPORTS
        ]
        return Screen(Text(self._words.say(language, "tables.offer")), tuple(rows), protected=True)

    def pictures(self, found: Figures, language: str) -> list[tuple[str, tuple[Panel, ...], tuple[str, ...]]]:
        """What is drawn: the open work, and how the duties were kept."""
        say = self._say(language)
        people = [(self._name(name, language), load) for name, load in found.people[:MOST]]
        stages = [(self._stage(found, id, language), load) for id, load in found.stages]
        ages = tuple(
            Bar(self._band(number, language), (age.open - age.held, 0, age.held), str(age.open))
            for number, age in enumerate(found.ages)
        )
        kept = tuple(
            Bar(each.title.to(language), (0, (one.breached or 0) * 100), self._share(one.breached, language))
            for each, one in found.duties
        )
        reached = tuple(
            Bar(self._stage(found, id, language), (one.days,), _days(one.days)) for id, one in found.reached
        )
        legend = (say("in_time"), say("overdue"), say("held"))
        work = (Panel(say("people"), _bars(people)), Panel(say("stages"), _bars(stages)), Panel(say("ages"), ages))
        course = (Panel(say("duties"), kept, full=100), Panel(say("reached"), reached))
        return [(say("open_work"), work, legend), (say("course"), course, ())]

    def _duties(self, found: Figures, language: str) -> list[str]:
        say = self._say(language)
        lines = [
            say(
                "duty_line_when" if each.conditional else "duty_line",
                name=each.title.to(language),
                share=self._share(kept.breached, language),
                met=kept.met,
                late=kept.late,
                overdue=kept.overdue,
                running=kept.running,
                not_due=kept.not_due,
            )
            for each, kept in found.duties
        ]
        return [*lines, say("unread", count=found.unread)] if found.unread else lines

    def _name(self, name: str | None, language: str) -> str:
        return name or self._words.say(language, "figures.nobody")

    def _stage(self, found: Figures, id: str, language: str) -> str:
        status = found.agency.statuses.get(id)
        return status.name.to(language) if status else id

    def _band(self, number: int, language: str) -> str:
        if number == len(BANDS):
            return self._words.say(language, "figures.older", days=BANDS[-1])
        since = BANDS[number - 1] + 1 if number else 0
        return self._words.say(language, "figures.band", since=since, to=BANDS[number])

    def _share(self, share: float | None, language: str) -> str:
        if share is None:
            return self._words.say(language, "figures.none_due")
        return self._words.say(language, "figures.share", percent=round(share * 100))

    def _say(self, language: str) -> Callable[..., str]:
        return lambda key, **fields: self._words.say(language, f"figures.{key}", **fields)


def _numbers(load: Load) -> dict[str, int]:
    return {"open": load.open, "overdue": load.overdue, "held": load.held, "oldest": load.oldest_days}


def _bars(loads: Sequence[tuple[str, Load]]) -> tuple[Bar, ...]:
    return tuple(
        Bar(name, (load.in_time, load.overdue, load.open - load.in_time - load.overdue), str(load.open))
        for name, load in loads
    )


def _days(days: float) -> str:
    return f"{days:.1f}" if days < 10 else f"{days:.0f}"
