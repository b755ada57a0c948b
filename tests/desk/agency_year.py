"""A simulated agency and, beside it, a second opinion on who has to be reminded of what, for `test_simulation`.

The second opinion shares no code with `bot.casework`: it walks through the days, one after the other, by the words of
the profile. Its holidays are written down here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Chicago")
DAY = timedelta(days=1)
HOLIDAYS = {
    date(2026, 9, 7), date(2026, 11, 11), date(2026, 11, 26), date(2026, 12, 25),
    date(2027, 1, 1), date(2027, 1, 18), date(2027, 2, 15), date(2027, 5, 31), date(2027, 6, 18), date(2027, 6, 19),
    date(2027, 7, 4), date(2027, 7, 5), date(2027, 9, 6), date(2027, 11, 11), date(2027, 11, 25),
    date(2027, 12, 24), date(2027, 12, 31),
}  # fmt: skip
Line = tuple[str, str, str, str]
"""Who is told, of which case, of which duty, as a reminder or an escalation."""


def works(on: date) -> bool:
    return on.weekday() < 5 and on not in HOLIDAYS


def next_work(on: date, step: int = 1) -> date:
    while not works(on):
        on += step * DAY
    return on


def opens(on: date) -> datetime:
    return datetime.combine(on, time(8, 30), ZONE).astimezone(UTC)


def today(at: datetime) -> date:
    return at.astimezone(ZONE).date()


@dataclass(frozen=True)
class Rule:
    """A deadline as its words say it; who is told on which days before or after, once or every so many days."""

    name: str
    days: int
    business: bool
    of: str
    until: tuple[str, ...]
    remind: tuple[tuple[int, bool], ...]
    escalate: tuple[tuple[int, bool], ...]


@dataclass
class Filed:
    """One case as somebody would keep it on paper."""

    id: str
    moments: dict[str, datetime]
    owner: str | None = None
    holds: list[tuple[datetime, datetime]] = field(default_factory=list)
    more: dict[str, list[tuple[datetime, int]]] = field(default_factory=dict)
    snoozes: dict[tuple[str, str], tuple[datetime, datetime]] = field(default_factory=dict)

    def held_on(self, on: date) -> bool:
        return any(today(first) <= on < today(last) for first, last in self.holds)

    def met(self, rule: Rule) -> bool:
        return any(moment in self.moments for moment in (*rule.until, f"done:{rule.name}", "closed"))

    def due(self, rule: Rule) -> date:
        """Count the days off one by one; a day on hold does not count, nor does a closed one where those do not."""
        on, left = today(self.moments[rule.of]), rule.days + sum(days for _, days in self.more.get(rule.name, ()))
        while left or self.held_on(on):
            counts = not self.held_on(on) or (rule.business and not works(on))
            on += DAY
            if rule.business:
                on = next_work(on)
            left -= counts
        return on

    def since(self, rule: Rule) -> datetime | None:
        """When the date was last moved: by the end of a hold that cost it days, or by whoever gave it more."""
        moves = [at for at, _ in self.more.get(rule.name, ())]
        for first, last in self.holds:
            without = Filed(
                self.id, self.moments, more=self.more, holds=[each for each in self.holds if each[0] < first]
            )
            with_it = Filed(self.id, self.moments, more=self.more, holds=[*without.holds, (first, last)])
            if without.due(rule) != with_it.due(rule):
                moves.append(last)
        return max(moves, default=None)


@dataclass
class Paper:
    """The second opinion: every case on paper, who is away until when and who covers, and when all was last told."""

    rules: tuple[Rule, ...]
    staff: tuple[str, ...]
    supervisors: tuple[str, ...]
    cases: dict[str, Filed] = field(default_factory=dict)
    away: dict[str, tuple[date, str | None]] = field(default_factory=dict)
    looked: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    def tell(self, now: datetime) -> set[Line]:
        """Everybody who has to be told of something this morning; nobody while the office is closed."""
        on = today(now)
        if not works(on) or not opens(on) <= now < opens(on) + timedelta(hours=8):
            return set()
        lines = {line for case in self.cases.values() if "closed" not in case.moments for line in self._of(case, now)}
        self.looked = max(self.looked, now)  # a clock that was set back tells nobody twice
        return lines

    def is_away(self, who: str, on: date) -> bool:
        return who in self.away and on < self.away[who][0]

    def _of(self, case: Filed, now: datetime) -> Iterator[Line]:
        for rule in self.rules:
            started = case.moments.get(rule.of)
            if started is None or case.met(rule):
                continue
            for template, rungs in (("reminder", rule.remind), ("escalation", rule.escalate)):
                if any(self.looked < each <= now for each in self._mornings(case, rule, rungs, now)):
                    people = self.supervisors if template == "escalation" else self._keepers(case, today(now))
                    yield from ((who, case.id, rule.name, template) for who in people if template == "escalation"
                                or not self._sleeps(case, rule, who, now))  # fmt: skip
            yield from self._asked(case, rule, now)

    def _keepers(self, case: Filed, on: date) -> tuple[str, ...]:
        if case.owner:
            return (self._instead(case.owner, on),)
        return tuple(who for who in self.staff if not self.is_away(who, on)) or self.supervisors

    def _instead(self, who: str, on: date) -> str:
        """Who hears what is for somebody: their cover, the cover's cover; oneself where they cover for each other."""
        heard = who
        for _ in range(len(self.away) + 1):
            cover = self.away[heard][1] if self.is_away(heard, on) else None
            if cover is None:
                return heard
            heard = cover
        return who

    def _mornings(
        self, case: Filed, rule: Rule, rungs: tuple[tuple[int, bool], ...], now: datetime
    ) -> Iterator[datetime]:
        due, since, started = case.due(rule), case.since(rule), case.moments[rule.of]
        for days, again in rungs:
            on = due + days * DAY
            while on <= today(now) + 4 * DAY:
                morning = opens(next_work(on, -1 if days < 0 else 1))
                if morning > started and (since is None or morning >= since):
                    yield morning
                if not again:
                    break
                on += days * DAY

    def _sleeps(self, case: Filed, rule: Rule, who: str, now: datetime) -> bool:
        at, until = case.snoozes.get((rule.name, who), (now, now))
        return at <= now < until

    def _asked(self, case: Filed, rule: Rule, now: datetime) -> Iterator[Line]:
        """Whoever put a reminder off gets it when they asked for it, if the case is still theirs."""
        for (duty, who), (_, until) in case.snoozes.items():
            since = case.since(rule) or case.moments[rule.of]
            if duty == rule.name and case.owner in (None, who) and self.looked < until <= now and until >= since:
                yield self._instead(who, today(now)), case.id, rule.name, "reminder"
