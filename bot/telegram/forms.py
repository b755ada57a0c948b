"""Several things asked one after the other, by buttons or in words, before one verb of the desk; used by `casework`.

What was answered so far is the member's prompt, sealed; the verb that all of it is for forgets it in its transaction.
Nothing is written to a case before the last answer, and every answer is checked against the case as it is then.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.answer_words import shorten
from bot.casework.authorization import Verb, permit
from bot.casework.errors import Refused, Stale, Unreadable
from bot.casework.interview import visible
from bot.desk import asking, bench
from bot.desk.bench import Bench
from bot.desk.desk import Desk
from bot.desk.permission import actor
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.exchange import Heard, Reply
from bot.telegram.fitting import rows_of
from bot.telegram.staff_screens import StaffScreens
from bot.words import Words
from storage.roster import Member

Values = Mapping[str, str]
Choices = Callable[[Bench, Values, Member], Sequence[tuple[str, str]]]
Reader = Callable[[str, Bench, Values, Member], str]
LABEL = 40


def any_words(text: str, bench: Bench, values: Values, member: Member) -> str:
    """Words as they came."""
    return text


def at_most(limit: int) -> Reader:
    """Words up to so many characters."""

    def read(text: str, bench: Bench, values: Values, member: Member) -> str:
        if len(text) > limit:
            raise Unreadable("too_long", limit=limit)
        return text

    return read


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is asked: its sentence is `ask.NAME`; `words` is None where only a button can answer.

    A choice that is the only one may be taken without asking (`alone`). `needed` says after which answers it is asked.
    """

    name: str
    choices: Choices | None = None
    words: Reader | None = any_words
    alone: bool = False
    needed: Callable[[Values], bool] = lambda _: True


@dataclass(frozen=True, slots=True)
class Form:
    """All that a verb needs. `finish` calls it and says what came of it; `closed`: also about a case that is closed."""

    verb: Verb
    fields: tuple[Field, ...]
    finish: Callable[[Heard, Member, str, Values], Awaitable[Reply]]
    closed: bool = False


class Starts(Protocol):
    """Begins a form, for the rooms whose buttons do that."""

    async def __call__(self, heard: Heard, member: Member, case_id: str, form: str, **given: str) -> Reply: ...


class Forms(StaffScreens):
    """Asks what is still missing, and does what it was asked for once nothing is."""

    def __init__(self, desk: Desk, words: Words, forms: Mapping[str, Form]) -> None:
        super().__init__(words)
        self._desk = desk
        self._forms = forms
        self.presses = {"fill": self._fill, "asked": self._asked_now}
        self.asked = dict.fromkeys(forms, self._words_came)

    async def start(self, heard: Heard, member: Member, case_id: str, form: str, **given: str) -> Reply:
        """Ask the first thing. Raises NotYours, and Refused for a case in which nothing is changed any more."""
        permit(self._forms[form].verb, actor(member), member.agency)
        at = await bench.look(self._desk, member, case_id)
        return await self._go_on(heard, member, at, {"verb": form, "case": case_id, **given})

    async def _words_came(self, heard: Heard, member: Member, text: str) -> Reply:
        """Take words as the next answer; what cannot be read, or may not be, is said and asked again."""
        wanted = _wanted(member)
        at = await bench.look(self._desk, member, wanted["case"])
        field = self._missing(at, wanted, member)
        if field is None:
            raise Stale
        try:
            value = self._read(field, text, at, wanted, member)
        except Unreadable as fault:
            fields = {name: each for name, each in fault.params.items() if name != "sentence"}
            problem = self.say(member, f"ask.{fault.sentence}", **fields)
        except Refused as fault:
            problem = self.say(member, f"refused.{fault.because}", **fault.params)
        else:
            return await self._go_on(heard, member, at, {**wanted, field.name: value})
        await asking.ask(self._desk, heard.source, member, wanted)
        return Reply([problem, self._question(member, at, wanted, field)])

    def _read(self, field: Field, text: str, at: Bench, wanted: Values, member: Member) -> str:
        said = visible(text)
        if field.words is None:
            raise Unreadable("tap")
        if not said:
            raise Unreadable("nothing_there")
        return field.words(said, at, wanted, member)

    async def _fill(self, heard: Heard, member: Member, press: Press) -> Reply:
        """Take a button as the next answer. Raises Stale for one of an earlier question or of another case."""
        wanted = member.prompt or {}
        if wanted.get("case") != press.subject or wanted.get("verb") not in self._forms:
            raise Stale
        at = await bench.look(self._desk, member, press.subject)
        field = self._missing(at, wanted, member)
        number, _, value = press.arg.partition(".")
        if field is None or field.choices is None or number != self._number(wanted, field):
            raise Stale
        if value not in {id for id, _ in field.choices(at, wanted, member)}:
            raise Stale
        try:
            return await self._go_on(heard, member, at, {**wanted, field.name: value})
        except Refused:
            await asking.ask(self._desk, None, member, None)
            raise

    async def _asked_now(self, heard: Heard, member: Member, press: Press) -> Reply:
        """The question that is open now, once more. Raises Stale where there is none."""
        wanted = member.prompt or {}
        if wanted.get("case") != press.subject or wanted.get("verb") not in self._forms:
            raise Stale
        at = await bench.look(self._desk, member, press.subject)
        field = self._missing(at, wanted, member)
        if field is None:
            raise Stale
        return Reply([self._question(member, at, wanted, field)])

    async def _go_on(self, heard: Heard, member: Member, at: Bench, wanted: dict[str, str]) -> Reply:
        if not self._forms[wanted["verb"]].closed:
            bench.must_be_open(at.case)
        field = self._missing(at, wanted, member)
        while field is not None and field.alone and (only := self._only(field, at, wanted, member)) is not None:
            wanted = {**wanted, field.name: only}
            field = self._missing(at, wanted, member)
        if field is None:
            return await self._forms[wanted["verb"]].finish(heard, member, wanted["case"], wanted)
        await asking.ask(self._desk, heard.source, member, wanted)
        return Reply([self._question(member, at, wanted, field)])

    def _only(self, field: Field, at: Bench, wanted: Values, member: Member) -> str | None:
        choices = field.choices(at, wanted, member) if field.choices else ()
        return choices[0][0] if len(choices) == 1 else None

    def _missing(self, at: Bench, wanted: Values, member: Member) -> Field | None:
        fields = self._forms[wanted["verb"]].fields
        return next((each for each in fields if each.name not in wanted and each.needed(wanted)), None)

    def _number(self, wanted: Values, field: Field) -> str:
        return str(self._forms[wanted["verb"]].fields.index(field))

    def _question(self, member: Member, at: Bench, wanted: Values, field: Field) -> Screen:
        choices = field.choices(at, wanted, member) if field.choices else ()
        number = self._number(wanted, field)
        buttons = [
            Button(shorten(label, LABEL), Press(STAFF, "fill", at.case.id, f"{number}.{id}").pack())
            for id, label in choices
        ]
        rows = (*rows_of(buttons), (self._button(member, "forget", at.case.id),))
        asked = self.say(member, f"ask.{wanted['verb']}_{field.name}", reference=at.case.reference)
        return Screen(asked.text, rows, protected=True)


def _wanted(member: Member) -> dict[str, str]:
    return dict(member.prompt or {})
