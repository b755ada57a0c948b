"""What a spreadsheet of complaints says, row by row, and every problem in it; pure, called by `desk.importing`.

Each problem names row and column and says what to write instead; what a person told is never repeated in one.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bot.casework import pieces, position, replies
from bot.casework.advice import close
from bot.casework.agency import Agency
from bot.casework.conditions import holds
from bot.casework.errors import Unreadable
from bot.casework.parts import Question
from bot.casework.turns import Answer, Json

NUMBER, RECEIVED, LANGUAGE, WAY = "number", "received_on", "language", "came_by"
STORY: Final = "story"
NEEDED: Final = (NUMBER, RECEIVED, STORY)
WAYS: Final = ("phone", "walk_in", "paper", "letter")
LONGEST: Final = 20_000  # characters in one cell
_SHOWN: Final = 40
_ASKED: Final = frozenset(
    {"choice", "many", "yes_no", "text", "date", "time", "place", "contact", "respondents"}
)  # what a cell can answer; files and notices it cannot

Reader = Callable[[str, Question, str, date], Json]
_READERS: Final[Mapping[str, Reader]] = {
    "choice": lambda text, question, language, _: replies.choice(text, question.choices, language),
    "many": lambda text, question, language, _: [*replies.many(text, question.choices, language)],
    "yes_no": lambda text, _, language, __: replies.yes_no(text, language),
    "text": lambda text, *_: replies.text(text),
    "place": lambda text, *_: replies.place(text),
    "time": lambda text, _, language, __: replies.time(text, language),
    "contact": lambda text, *_: replies.contact(text),
    "date": lambda text, question, language, today: replies.day(text, language, today, future=question.future),
    "respondents": lambda text, *_: [pieces.of_words(replies.text(text), "0")],
}
_ADVICE: Final = {
    "yes_no": "Write yes or no.",
    "date": "Write the day like 2026-03-21, or empty the cell.",
    "time": "Write the time like 8:30 pm, or empty the cell.",
    "contact": "Write the number with its area code, or an address like name@example.org.",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One complaint of the spreadsheet: `number` is its name there, which it keeps for good."""

    row: int
    number: str
    received_on: date
    language: str
    way: str
    answers: dict[str, Answer] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Problem:
    """What has to be put right; `row` counts as the spreadsheet does, from 1, the first row being the header."""

    row: int
    column: str
    what: str

    def __str__(self) -> str:
        where = f"row {self.row}, {self.column}" if self.column else f"row {self.row}"
        return f"{where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What can be taken, and what cannot yet."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]


def columns(agency: Agency) -> tuple[str, ...]:
    """Return every column that a spreadsheet of this agency may have, the needed ones first."""
    asked = [agency.questions[id] for id in agency.interview]
    told = [each.id for each in asked if each.kind in _ASKED and LANGUAGE not in each.when]
    return (*NEEDED, LANGUAGE, WAY, *told)


def read(agency: Agency, text: str, today: date) -> Sheet:
    """Read a spreadsheet that was saved as CSV."""
    try:
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=_delimiter(text)))
    except csv.Error:
        return Sheet((), (Problem(1, "", "this is no CSV file. Save the spreadsheet anew as CSV (UTF-8)."),))
    header = [each.strip() for each in rows[0]] if rows else []
    wrong = tuple(_header(agency, header))
    if wrong:
        return Sheet((), wrong)
    return _Rows(agency, header, today).read(rows[1:])


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _header(agency: Agency, header: Sequence[str]) -> Iterator[Problem]:
    known = columns(agency)
    for number, name in enumerate(header, 1):
        place = f'column {number} "{_plain(name)}"'
        if header.index(name) != number - 1:
            yield Problem(1, place, "this column is here twice. Remove one.")
        elif name not in known:
            advice = f"{close(name.casefold(), known)}Rename it or take it out."
            yield Problem(1, place, f"nothing is known by that name. {advice}")
    for name in NEEDED:
        if name not in header:
            yield Problem(
                1, name, "this column is missing. Write its name into the first row, spelled like that, and fill it in."
            )


class _Rows:
    """The rows under a header that is sound."""

    def __init__(self, agency: Agency, header: Sequence[str], today: date) -> None:
        self._agency = agency
        self._header = header
        self._today = today
        self._seen: dict[str, int] = {}

    def read(self, rows: Sequence[Sequence[str]]) -> Sheet:
        entries: list[Entry] = []
        problems: list[Problem] = []
        for number, cells in enumerate(rows, 2):
            if any(cell.strip() for cell in cells):
                entry, wrong = self._row(number, cells)
                problems += wrong
                entries += [entry] if entry else []
        if not entries and not problems:
            problems.append(
                Problem(2, "", "there is no complaint in this file. Write one in each row under the first.")
            )
        return Sheet(tuple(entries), tuple(problems))

    def _row(self, row: int, cells: Sequence[str]) -> tuple[Entry | None, list[Problem]]:
        if len(cells) > len(self._header):
            what = "there are more cells than in the first row. A cell with a comma in it needs quotes around it."
            return None, [Problem(row, "", what)]
        said = {name: cell.strip() for name, cell in zip(self._header, cells, strict=False)}
        problems = [Problem(row, name, what) for name, what in self._fixed(row, said)]
        language = said.get(LANGUAGE) or "en"
        answers, wrong = self._answers(said, language)
        problems += [Problem(row, name, what) for name, what in wrong]
        if problems:
            return None, problems
        way = said.get(WAY) or "paper"
        return Entry(row, said[NUMBER], date.fromisoformat(self._day(said)), language, way, answers), []

    def _fixed(self, row: int, said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        yield from ((name, "this cell is empty. Fill it in.") for name in NEEDED if not said.get(name))
        yield from (
            (name, f"this is longer than {LONGEST} characters. Shorten it, or file it in parts.")
            for name, cell in said.items()
            if len(cell) > LONGEST
        )
        number = said.get(NUMBER, "")
        if number and self._seen.setdefault(number, row) != row:
            yield NUMBER, f"row {self._seen[number]} has this number too. Each complaint needs its own."
        if said.get(RECEIVED) and (wrong := self._wrong_day(said)):
            yield RECEIVED, wrong
        for name, there in ((LANGUAGE, ("en", "es")), (WAY, WAYS)):
            if said.get(name) and said[name] not in there:
                yield name, f'"{_plain(said[name])}" is not known here. Write one of: {", ".join(there)}.'

    def _wrong_day(self, said: Mapping[str, str]) -> str:
        try:
            return "" if self._day(said) else "a whole day is needed. Write it like 2026-03-21."
        except Unreadable as unreadable:
            if unreadable.sentence == "date_future":
                return "that day has not come yet. Write the day on which it reached the office."
            if unreadable.sentence == "date_long_ago":
                return "that day is before 1900. Correct the year."
            return f'"{_plain(said[RECEIVED])}" is no day. Write it like 2026-03-21.'

    def _day(self, said: Mapping[str, str]) -> str:
        found = replies.date(said[RECEIVED], "en", self._today)
        return found["on"] or "" if found["precision"] == "day" and found["until"] is None else ""

    def _answers(self, said: Mapping[str, str], language: str) -> tuple[dict[str, Answer], list[tuple[str, str]]]:
        answers = {LANGUAGE: Answer(language, "given")}
        if said.get(STORY):
            answers[STORY] = Answer([pieces.of_words(said[STORY], "0")], "given")
        wrong: list[tuple[str, str]] = []
        for name in (each for each in self._agency.interview if said.get(each) and each not in (STORY, LANGUAGE)):
            question = self._agency.questions[name]
            try:
                answers[name] = Answer(_READERS[question.kind](said[name], question, language, self._today), "given")
            except Unreadable:
                wrong.append((name, _advice(question, said[name])))
        if (
            "name_choice" in self._agency.questions
            and "name_choice" not in answers
            and {"name", "contact"} & {*answers}
        ):
            answers["name_choice"] = Answer("use_name", "given")
        return answers, wrong if wrong else [*wrong, *self._not_asked(answers)]

    def _not_asked(self, answers: Mapping[str, Answer]) -> Iterator[tuple[str, str]]:
        """Name what would be lost: an answer to something that the other answers leave unasked."""
        known = position.facts(self._agency, answers)
        for name in answers:
            when = self._agency.questions[name].when
            if not holds(when, known):
                other = next(each for each in when if not holds({each: when[each]}, known))
                wanted = when[other]
                words = " or ".join(str(each) for each in (wanted if isinstance(wanted, list) else [wanted]))
                yield name, f'this is only asked when "{other}" is {words}. Fill that in, or empty this cell.'


def _advice(question: Question, said: str) -> str:
    if question.choices:
        several = " Put a comma between several." if question.kind == "many" else ""
        there = ", ".join(each.id for each in question.choices)
        return f'"{_plain(said)}" is none of the answers. Write one of: {there}.{several}'
    return f"this cannot be read. {_ADVICE.get(question.kind, 'Write it in words.')}"


def _plain(text: str) -> str:
    """What can be shown in a terminal: one short line without anything that steers it."""
    shown = "".join(each if each.isprintable() else "?" for each in text[: _SHOWN + 1])
    return f"{shown[:_SHOWN]}…" if len(shown) > _SHOWN else shown
