"""An agency for a month, and for a year: everybody is reminded of everything once, in time, and of nothing else.

Every morning what the desk sends is compared with what `agency_year.Paper` says that it has to send.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from math import ceil
from random import Random
from typing import Any, cast

import pytest

from bot.casework.agency import Deadline, Text
from bot.casework.errors import Refused
from bot.casework.parts import Extension
from bot.casework.relief import snooze_choices
from bot.desk import absences, caseload, duties, extensions, handover, holds, ownership
from bot.desk.addresses import ALONE, LINES
from bot.desk.caseload import Move
from storage import cases
from storage.cases import Case
from storage.inbox import InboxRow
from storage.roster import Member
from tests.desk.agency_year import DAY, Filed, Line, Paper, Rule, opens, today, works
from tests.desk.office import HOME, Office, on_one

NOBODY = cast(InboxRow, None)  # no update: what is pressed here comes from no chat
RULES = (
    Rule("take", 3, False, "received", ("claimed",), ((-1, False), (0, False), (2, True)), ((1, False), (7, True))),
    Rule("call", 5, True, "claimed", ("review",), ((-2, False), (0, False), (3, True)), ((2, False), (5, True))),
    Rule("read", 14, False, "review", ("routing",), ((-7, False), (-1, False), (0, False), (2, True)), ((1, False),)),
    Rule("end", 30, False, "received", (), ((-7, False), (0, False)), ((-7, False), (1, False), (7, True))),
)  # fmt: skip
NOVEMBER = datetime(2026, 11, 2, 15, tzinfo=UTC)  # a month with two holidays is ahead, and then with three
YEAR_DOWN = {40, 41, 42, 150, 151, 152, 280, 281, 282}
YEAR_PUT_BACK = {24, 80, 150, 200, 261, 330}
MOST_HELD = 60  # days on hold that a case may have in all, as the profile says
NEXT = {"received": "start", "review": "reviewed", "routing": "dismiss"}


class Silent:
    """A reader that finds nothing, at once: what is simulated is the time after the filing."""

    facts = labels = ()
    language = "en"
    by = "silent"

    def read(self, text: str, language: str | None = None) -> Any:
        return self

    def safety(self, text: str) -> tuple[()]:
        return ()

    def to_json(self) -> dict[str, Any]:
        return {"labels": [], "facts": [], "language": "en"}


def deadline(rule: Rule) -> Deadline:
    """The rule as a profile has it."""

    def rung(days: int, again: bool) -> str:
        if not days:
            return "when due"
        count = f"{abs(days)} day{'s' if abs(days) > 1 else ''}"
        return f"{'every ' if again else ''}{count} {'before' if days < 0 else 'after'}"

    return Deadline(
        name=rule.name,
        title=Text(en=rule.name, es=rule.name),
        within=f"{rule.days} {'business ' if rule.business else ''}days",
        of=rule.of,
        until=(*rule.until, "closed"),
        remind=tuple(rung(*each) for each in rule.remind),
        escalate=tuple(rung(*each) for each in rule.escalate),
        done_by=("investigator",) if rule.name == "call" else (),
        extend=Extension(most_days=20, approval="none" if rule.name == "read" else "supervisor"),
        source="this simulation",
        checked_on=date(2026, 11, 22),
    )


@dataclass
class Agency:
    """The office, what stands on paper beside it, and chance."""

    office: Office
    paper: Paper
    chance: Random
    staff: list[Member]
    boss: Member
    told: Counter[tuple[str, str]] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)

    async def files(self, number: int) -> None:
        case = await self.office.files("It happened on Lake Street.", chat=f"r{number}")
        now = self.office.clock()
        self.paper.cases[case.id] = Filed(case.id, {"received": now})
        self.done["filed"] += 1

    async def wakes(self) -> None:
        """The program looks what is due, and what it sends is what has to be sent: to everybody one message."""
        await holds.round(self.office.desk)
        expected = Counter(self.paper.tell(self.office.clock()))
        chats = {each.chat.id: each.id for each in (*self.staff, self.boss) if each.chat}
        sent: Counter[Line] = Counter()
        messages: Counter[str] = Counter()
        lines: Counter[str] = Counter()
        for one in await self.office.delivers():
            lines[one.to] += sum(each.template not in ALONE for each in one.parcel.notices)
            due = [each for each in one.parcel.notices if each.template in ("reminder", "escalation")]
            messages[one.to] += bool(due)
            sent.update((chats[one.to], each.case_id or "", each.params["duty"], each.template) for each in due)
        assert sent == expected, self.difference(sent, expected)
        # A page that was full may have lost a third to those who put something off.
        assert messages <= Counter({who: ceil(count / (LINES * 2 // 3)) for who, count in lines.items()})
        self.told.update((duty, template) for _, _, duty, template in sent.elements())

    def difference(self, sent: Counter[Line], expected: Counter[Line]) -> str:
        """Who was told too much, who too little, and what stands on paper of the first of those cases."""
        lines = [f"at {self.office.clock()}"]
        for what, more in (("too much", sent - expected), ("missing", expected - sent)):
            lines += [f"{what}: {line}, on paper {self.paper.cases[line[1]]}" for line in sorted(more)[:3]]
        return "\n".join(lines)

    async def works(self) -> None:
        """One day's work: everybody who pays attention does something about some of their cases."""
        for member in self.staff:
            if self.paper.is_away(member.id, today(self.office.clock())):
                continue
            if self.chance.random() < 0.04:
                await self._leave(member)
            for case in self._theirs(member):
                await self._something(member, case)
        free = [each for each in self.paper.cases.values() if each.owner is None and "closed" not in each.moments]
        for case in free:
            if self.chance.random() < 0.5:
                await self._try("claimed", self._claim(self.chance.choice(self.staff), case))

    async def _leave(self, member: Member) -> None:
        """Somebody is away from today on, and mostly a colleague covers, who may be away too."""
        cover = self.chance.choice([each for each in self.staff if each is not member] + [None] * 2)
        on = today(self.office.clock())
        back_on = on + self.chance.randint(2, 9) * DAY
        days = (on, back_on - DAY)
        await absences.away(self.office.desk, NOBODY, member, days, cover.id if cover else None)
        self.paper.away[member.id] = (back_on, cover.id if cover else None)
        self.done["away, covered" if cover else "away"] += 1

    def _theirs(self, member: Member) -> list[Filed]:
        mine = [each for each in self.paper.cases.values() if each.owner == member.id and "closed" not in each.moments]
        return [each for each in mine if self.chance.random() < 0.25]

    async def _something(self, member: Member, case: Filed) -> None:
        what = self.chance.choices(
            (self._move, self._meet, self._snooze, self._extend, self._hold, self._release, self._give_back),
            weights=(10, 4, 5, 3, 3, 4, 1),
        )[0]
        await self._try(what.__name__.strip("_"), what(member, case))

    async def _try(self, name: str, work: Any) -> None:
        try:
            await work
        except Refused as refused:
            self.done[f"refused: {refused.because}"] += 1
        else:
            self.done[name] += 1

    async def _claim(self, member: Member, case: Filed) -> None:
        await ownership.claim(self.office.desk, NOBODY, member, case.id)
        case.owner = member.id
        case.snoozes.clear()
        case.moments.setdefault("claimed", self.office.clock())

    async def _move(self, member: Member, case: Filed) -> None:
        stored = await self._stored(case)
        action = NEXT[stored.status]
        outcome = "no_violation" if action == "dismiss" else None
        moved = await caseload.act(
            self.office.desk, NOBODY, self.boss if outcome else member, case.id, Move(action, outcome)
        )
        case.moments.setdefault(moved.status, self.office.clock())
        if moved.closed_at:
            case.moments["closed"] = moved.closed_at

    async def _meet(self, member: Member, case: Filed) -> None:
        await duties.meet(self.office.desk, NOBODY, member, case.id, "call")
        case.moments["done:call"] = self.office.clock()

    async def _snooze(self, member: Member, case: Filed) -> None:
        duty = self._open_duty(case)
        seen = await duties.look(self.office.desk, member, case.id)
        days = snooze_choices(seen.agency, seen.facts, duty, seen.now)
        until_on = self.chance.choice(days) if days else today(seen.now) + DAY
        await duties.snooze(self.office.desk, NOBODY, member, case.id, duty, until_on=until_on, because="Later.")
        case.snoozes[duty, member.id] = (seen.now, opens(until_on))

    async def _extend(self, member: Member, case: Filed) -> None:
        duty, now = self._open_duty(case), self.office.clock()
        rule = next(each for each in RULES if each.name == duty)
        if case.due(rule) < today(now):
            raise Refused("late")  # on paper, what is late is not moved
        days = self.chance.randint(1, 9)
        ask = await extensions.extend(self.office.desk, NOBODY, member, case.id, duty, days=days, because="More.")
        if ask.state == "asked":
            grant = self.chance.random() < 0.7
            await extensions.decide(self.office.desk, NOBODY, self.boss, case.id, ask.id, grant=grant)
            if not grant:
                return
        case.more.setdefault(duty, []).append((now, days))

    async def _hold(self, member: Member, case: Filed) -> None:
        now = self.office.clock()
        until_on = today(now) + self.chance.randint(1, 14) * DAY
        used = sum(((today(last) - today(first)).days for first, last in case.holds), (until_on - today(now)).days)
        try:
            await holds.hold(self.office.desk, NOBODY, member, case.id, until_on=until_on, because="The court.")
        except Refused as refused:
            if used <= MOST_HELD and refused.because in {"hold_used", "hold_long"}:
                pytest.fail("a hold was refused for which there are days on paper")
            raise
        assert used <= MOST_HELD
        case.holds.append((now, opens(until_on)))

    async def _release(self, member: Member, case: Filed) -> None:
        await holds.release(self.office.desk, NOBODY, member, case.id)
        first, last = case.holds[-1]
        case.holds[-1] = (first, min(last, self.office.clock()))

    async def _give_back(self, member: Member, case: Filed) -> None:
        await handover.give_back(self.office.desk, NOBODY, member, case.id, because="I am full.")
        case.owner = None
        case.snoozes.clear()

    def _open_duty(self, case: Filed) -> str:
        running = [each for each in RULES if each.of in case.moments and not case.met(each)]
        return self.chance.choice(running).name

    async def _stored(self, case: Filed) -> Case:
        async with self.office.desk.database.read() as session:
            found = await cases.load(session, HOME, case.id)
        assert found is not None
        return found

    async def next_dates(self) -> None:
        """Every open case has a next date and somebody who looks after it; one on hold at the latest the hold's end."""
        for each in self.paper.cases.values():
            case = await self._stored(each)
            if case.closed_at is None:
                assert case.next_at is not None
                assert case.owner_id or case.queue
                assert case.held_until is None or case.next_at <= case.held_until

    def table(self) -> str:
        """What was done and what was told."""
        rows = [f"{'duty':10}{'reminders':>10}{'escalations':>12}"]
        rows += [f"{r.name:10}{self.told[r.name, 'reminder']:10}{self.told[r.name, 'escalation']:12}" for r in RULES]
        return "\n".join([*rows, "", *(f"{what:40}{count:6}" for what, count in sorted(self.done.items()))])


async def opened(office: Office, seed: int) -> Agency:
    """An agency of eight investigators and a supervisor, with four rules."""
    agency = office.desk.agencies[HOME].model_copy(update={"deadlines": tuple(map(deadline, RULES)), "statistics": ()})
    desk = replace(office.desk, agencies={HOME: agency}, reader=Silent())
    office.clock.at = NOVEMBER
    office = replace(office, desk=desk)
    queues = [["intake", "critical"]] * 2 + [[]] * 6
    staff = [await office.hires(name=f"Investigator {number}", queues=each) for number, each in enumerate(queues)]
    boss = await office.hires("supervisor", queues=[], name="Supervisor")
    await office.delivers()
    paper = Paper(RULES, tuple(each.id for each in staff[:2]), (boss.id,))
    return Agency(office, paper, Random(seed), staff, boss)


async def lives(simulated: Agency, days: int, filed: int, down: set[int], put_back: set[int]) -> None:
    """Day after day: cases come in at any hour, the office works on workdays, and on some days nothing runs.

    On some the machine's clock is put back after work, and what is done then is done before what was done already.
    """
    first, number = today(simulated.office.clock()) + DAY, 0
    for count in range(days):
        on = first + count * DAY
        for wanted in range(number, min(filed, (count + 1) * filed // max(1, days - 7))):
            number = wanted + 1
            simulated.office.clock.at = opens(on) - timedelta(minutes=simulated.chance.randint(1, 300) / filed)
            await simulated.files(number)
        if count in down:
            continue
        simulated.office.clock.at = opens(on)
        await simulated.wakes()
        if works(on):
            simulated.office.clock.passes(hours=2)
            await simulated.works()
            await simulated.wakes()
        if works(on) and count in put_back:
            simulated.office.clock.passes(minutes=-95)
            await simulated.works()
            await simulated.wakes()
    await simulated.next_dates()


@on_one
async def test_a_cover_gets_one_message_though_a_supervisor_hears_of_one_of_the_cases_first(office: Office) -> None:
    simulated = await opened(office, seed=1)
    ana, ben = simulated.staff[:2]
    for number in range(4):
        office.clock.passes(days=1)
        await simulated.files(number)
        await simulated._claim(ana, list(simulated.paper.cases.values())[-1])
        await simulated.wakes()
    on = today(office.clock()) + DAY
    await absences.away(simulated.office.desk, NOBODY, ana, (on, on + 50 * DAY), ben.id)
    simulated.paper.away[ana.id] = (on + 51 * DAY, ben.id)
    for count in range(40):
        office.clock.at = opens(on + count * DAY)
        await simulated.wakes()
    assert simulated.told["call", "escalation"] > 4


@on_one
async def test_a_month_of_an_agency(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    simulated = await opened(office, seed=3)
    await lives(simulated, days=30, filed=110, down={11, 12, 13}, put_back={7, 17})
    with capsys.disabled():
        print(f"\n{simulated.table()}")


@pytest.mark.long
@pytest.mark.timeout(3600)
@on_one
async def test_a_year_of_an_agency(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    simulated = await opened(office, seed=20)
    await lives(simulated, days=365, filed=2_000, down=YEAR_DOWN, put_back=YEAR_PUT_BACK)
    with capsys.disabled():
        print(f"\n{simulated.table()}")
