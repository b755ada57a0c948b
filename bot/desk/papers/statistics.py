"""The statistics report in words: what its template is filled with, and the same cells as a CSV; for `desk.statistics`.

It is about an office, not about a case, so it is none of the `BUILDERS`.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Protocol

from bot.casework import tables
from bot.casework.kept_times import Courses
from bot.casework.outcome import ACTIONS
from bot.casework.suppression import few
from bot.casework.tables import CLOSED, NONE_GIVEN, OPEN
from bot.desk.papers.sections import Layout, Section
from bot.desk.papers.wording import Wording
from bot.desk.reports import inert
from storage.tallies import Alike, Found, Watched

Line = tuple[str, str, str, str]
"""One cell: the table, the row, the column, what stands there."""
COLUMNS = ("table", "row", "column", "value")
SEVERAL, CHAT, NO_RESULT, NOT_KNOWN = "several", "chat", "no_result", "not_known"
WAYS = (CHAT, "phone", "walk_in", "paper", "letter")
LANGUAGES = ("en", "es", "other")


class WantedLike(Protocol):
    """Which report, by shape."""

    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date: ...
    @property
    def public(self) -> bool: ...


class CountsLike(Protocol):
    """What was counted, by shape."""

    courses: Courses
    alike: list[Alike]
    alleged: dict[str, int]
    found: list[Found]
    watched: list[Watched]
    ages: Counter[int]
    answers: dict[str, Counter[str]]
    unread: int


def worded(wording: Wording, counts: CountsLike, wanted: WantedLike) -> tuple[Mapping[str, object], list[Line]]:
    """Fill the template `statistics`, and give every cell of it once more, for the CSV."""
    total = sum(each.number for each in counts.alike)
    hidden = wanted.public and few(total)
    sections = [] if hidden or not total else list(_Sections(wording, counts, public=wanted.public).all())
    since, to = wording.day(wanted.first), wording.day(wanted.last)
    intro = "empty" if not total else "too_few" if hidden else "all"
    head = {
        "title": wording.say("tables.title", since=since, to=to),
        "mark": wording.say("tables.public" if wanted.public else "tables.internal"),
        "intro": wording.say(f"tables.{intro}", count=total, since=since, to=to),
        "made": wording.say("tables.made", date=wording.day(wording.today or wanted.last)),
        "left_out": wording.say("tables.left_out"),
        "withheld": wording.say("tables.withheld"),
    }
    filled = {"office": wording.office(), "sample": wording.agency.sample, **head, "sections": sections}
    cells = [(head["title"], "", "", head["intro"]), (head["title"], "", "", head["mark"])]
    return filled, [*cells, *(line for section in sections for line in _lines(section))]


def csv_of(cells: Iterable[Line]) -> bytes:
    """The cells as a CSV that no spreadsheet takes for formulas, marked as UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([inert(cell) for cell in line] for line in cells)
    return out.getvalue().encode("utf-8-sig")


def _lines(section: Section) -> Iterator[Line]:
    """The cells of one section, exactly as the paper shows them."""
    _, *columns = section["head"]
    for row, *cells in section["rows"]:
        yield from ((section["title"], row, column, cell) for column, cell in zip(columns, cells, strict=True))


class _Sections:
    """The sections of one report, in their order; one without anything in it is left out."""

    def __init__(self, wording: Wording, counts: CountsLike, *, public: bool) -> None:
        self._layout, self._counts, self._public = Layout(wording, public=public), counts, public
        self._agency, self._wording = wording.agency, wording

    def all(self) -> Iterator[Section]:
        """Every section."""
        parts = (self._cases, self._findings, self._ways, self._times, self._follow_ups, self._people)
        yield from (section for part in parts for section in part() if section is not None)

    def _cases(self) -> Iterator[Section | None]:
        """What they are about, where the open ones stand and how old they are, and how the closed ones ended."""
        layout, agency = self._layout, self._agency
        states = self._by(lambda each: CLOSED if each.closed else OPEN)
        state = tables.listed("state", states, (OPEN, CLOSED), public=self._public)
        standing, ended = (tables.below(state, part, public=self._public) for part in (OPEN, CLOSED))
        yield layout.counted("state", states, layout.words((OPEN, CLOSED)))
        yield layout.counted("alleged", self._counts.alleged, layout.named(agency.allegations))
        stages = self._by(lambda each: None if each.closed else each.status)
        names = layout.named(agency.statuses)
        known = {id: names[id] for id, each in agency.statuses.items() if id in stages or not each.terminal}
        yield layout.counted("stages", stages, known, shown=standing)
        ages = {str(band): count for band, count in self._counts.ages.items()}
        yield layout.counted("ages", ages, layout.bands(), shown=standing)
        ways = self._by(lambda each: (each.disposition or NO_RESULT) if each.closed else None)
        results = layout.named(agency.dispositions) | layout.words((NO_RESULT,))
        yield layout.counted("dispositions", ways, results, shown=ended)

    def _findings(self) -> Iterator[Section | None]:
        layout, agency = self._layout, self._agency
        pairs: Counter[tuple[str, str]] = Counter()
        severities, actions = Counter[str](), Counter[str]()
        for each in self._counts.found:
            pairs[each.code, each.finding] += each.number
            severities[each.severity] += each.number
            actions[each.action] += each.number
        yield layout.crossed("findings", pairs, (layout.named(agency.allegations), layout.named(agency.findings)))
        if agency.severities:
            yield layout.counted("severities", severities, layout.named(agency.severities))
        yield layout.counted("actions", actions, layout.words(ACTIONS))

    def _ways(self) -> Iterator[Section | None]:
        layout, agency = self._layout, self._agency
        yield layout.counted("came", self._by(lambda each: each.came_by or CHAT), layout.words(WAYS))
        yield layout.counted("languages", self._by(lambda each: each.language), layout.words(LANGUAGES))
        none = layout.words((NOT_KNOWN,))
        if agency.regions:
            counts = self._by(lambda each: each.region or NOT_KNOWN)
            yield layout.counted("regions", counts, layout.named(agency.regions) | none)
        if agency.units and not self._public:  # a unit and a region may be the same cases under two names
            counts = self._by(lambda each: each.unit or NOT_KNOWN)
            yield layout.counted("units", counts, layout.named(agency.units) | none)

    def _times(self) -> Iterator[Section | None]:
        layout, public, courses = self._layout, self._public, self._counts.courses
        deadlines = (
            (each.title.to(self._wording.language), courses.duties.get(each.name)) for each in self._agency.deadlines
        )
        clocks = [(name, clock) for name, clock in deadlines if clock is not None]
        shares = (
            (
                name,
                [
                    layout.percent(c.in_time(public=public)),
                    *(layout.days(c.within(n, public=public)) for n in (50, 90)),
                ],
            )
            for name, c in clocks
        )
        yield layout.lines("clocks", ("share", "half", "most"), [*shares])
        if public:  # how many owe a duty says how many stand at a stage, and the other way round
            return
        kept = [(name, [*map(str, (c.met, c.late, c.overdue, c.running, c.held))]) for name, c in clocks]
        section = layout.lines("duties", ("met", "late", "overdue", "running", "held"), kept)
        if section and self._counts.unread:
            section["note"] = self._wording.say("tables.unread", count=self._counts.unread)
        yield section
        stages = {id: each for id, each in courses.stages.items() if id != self._agency.initial}
        reached = [
            (name, [str(stages[id].count), *(layout.days(stages[id].within(percent)) for percent in (50, 90))])
            for id, name in layout.named(self._agency.statuses).items()
            if id in stages
        ]
        yield layout.lines("reached", ("count", "half", "most"), reached)

    def _follow_ups(self) -> Iterator[Section | None]:
        states = {f"state_{each}": self._wording.say(f"tables.state_{each}") for each in ("open", "dropped")}
        for kind, about in self._agency.follow_ups.items():
            counted: Counter[str] = Counter()
            for each in self._counts.watched:
                if each.kind == kind:
                    counted[each.outcome or f"state_{each.state}"] += each.number
            outcomes = {each.id: each.label.to(self._wording.language) for each in about.choices}
            title = about.name.to(self._wording.language)
            yield self._layout.counted("watched", counted, {**states, **outcomes}, title=title)

    def _people(self) -> Iterator[Section | None]:
        for id, counted in self._counts.answers.items():
            question = self._agency.question(id)
            given = {each.id: each.label.to(self._wording.language) for each in question.choices}
            ours = self._layout.words((*((SEVERAL,) if question.kind == "many" else ()), NONE_GIVEN))
            title = question.name.to(self._wording.language)
            yield self._layout.counted("people", counted, {**given, **ours}, title=title)

    def _by(self, what: Callable[[Alike], str | None]) -> Counter[str]:
        counted: Counter[str] = Counter()
        for each in self._counts.alike:
            if (key := what(each)) is not None:
                counted[key] += each.number
        return counted
