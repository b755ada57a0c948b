"""The pieces an agency profile is made of; agency.py puts them together and the rules of casework read them."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

When = dict[str, str | bool | list[str | bool]]
Kind = Literal[
    "language",
    "notice",
    "story",
    "facts",
    "choice",
    "listed",
    "many",
    "yes_no",
    "text",
    "date",
    "time",
    "place",
    "contact",
    "respondents",
    "files",
]
ROLES = ("intake", "investigator", "supervisor", "custodian", "auditor")
MOMENTS = ("received", "claimed", "notified", "closed")  # besides these, entering any status is a moment
APPEALED = "appealed"  # where a profile has an appeal: when a case was opened again, the last time
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

WITHIN = re.compile(r"(?P<number>[1-9]\d*) (?P<business>business )?days?")
CLOCK = re.compile(WITHIN.pattern + r"(?P<before> before)?")  # a deadline's: before too, where a day was answered
RUNG = re.compile(r"when due|(?P<every>every )?(?P<number>[1-9]\d*) days? (?P<side>before|after)")


UNLISTED = "unlisted"  # what counts in a `when` for a `listed` answer that is none of the choices
ANSWER = "answer:"  # before the id of a `date` question: a clock that runs from the day that was answered
DONE = "done:"  # before the name of a duty: the moment at which staff said that it is done
SNOOZED = "snoozed"  # stands where a step of the ladder would: the reader asked to be reminded then


def is_rung(text: str) -> bool:
    """Say whether a step of a reminder ladder is written so that it can be followed."""
    read = RUNG.fullmatch(text)
    return read is not None and not (read["every"] and read["side"] == "before")


def _weekday(value: object) -> object:
    return WEEKDAYS.index(value) if isinstance(value, str) and value in WEEKDAYS else value


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Weekday = Annotated[Literal[0, 1, 2, 3, 4, 5, 6], BeforeValidator(_weekday)]


class Part(BaseModel):
    """What all pieces share: they never change, and a key nobody knows is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Part):
    """The same thing said in both languages."""

    en: Words
    es: Words

    def to(self, language: str) -> str:
        """Return the words for a person who reads `language`; English where we have no other."""
        return self.es if language == "es" else self.en


class Choice(Part):
    """One answer that can be tapped."""

    id: str
    label: Text
    alone: bool = False  # among many: goes with no other, and answers the question by itself


class Question(Part):
    """One thing the interview asks."""

    id: str
    kind: Kind
    ask: Text
    name: Text  # the short label in the review
    hint: Text | None = None
    choices: tuple[Choice, ...] = ()
    optional: bool = True
    when: When = {}
    identity: bool = False  # hidden from investigators if the complainant asked for that
    people: bool = False  # names people: compared with the names of staff, for conflicts of interest
    future: bool = False  # a `date` that may lie ahead, such as that of a hearing
    card: bool = False  # staff see the answer on the card: a need, the day of a hearing

    def offers(self, choice: str) -> bool:
        return any(offered.id == choice for offered in self.choices)


class AllegationKind(Part):
    """One kind of violation in this agency's own list, and the reader's labels that point to it."""

    code: str
    name: Text
    labels: tuple[str, ...] = ()
    source: str | None = None


class TriageRule(Part):
    """When these answers come together, the case gets this priority, in this queue, because of this."""

    when: When
    priority: str
    queue: str | None = None
    because: Words
    tell: Literal["supervisor"] | None = None  # hears of the case at once, besides the queue
    say: Text | None = None  # stands on the receipt: who else can help, what this does not change
    propose: tuple[str, ...] = ()  # kinds of the register of evidence that are to be asked for at once


class Queue(Part):
    """A line of cases that a team works through."""

    id: str
    name: Text


class Region(Part):
    """A part of the country that the agency serves; a case is from the first whose `when` holds."""

    id: str
    name: Text
    when: When = {}


class Unit(Region):
    """A team that works on cases; `respondents`: a unit that cases are about, of which nobody may know of them.

    `unknown`: stands for all of these while nobody knows which of them a case is about.
    """

    respondents: bool = False
    unknown: bool = False


class Action(Part):
    """What a member of staff may do with a case that stands at a status."""

    id: str
    to: str
    by: tuple[str, ...]
    label: Text
    note: bool = False  # asks for a note to the complainant
    disposition: bool = False  # asks which disposition
    findings: bool = False  # ends the case only when every confirmed allegation has its findings
    panel: bool = False  # only once the panel's recommendation is written down
    outcomes: tuple[str, ...] = ()  # the dispositions that fit this action; none named: all of them
    day: bool = False  # asks on which day it happened; the clocks of the new status run from that day


class Status(Part):
    """Where a case stands, for staff (`name`) and in plain words for the complainant (`stage`)."""

    id: str
    name: Text
    stage: Text
    terminal: bool = False
    actions: dict[str, Action] = {}


class Extension(Part):
    """How many days staff may give a duty in all, and whether a supervisor has to agree."""

    most_days: int
    approval: Literal["supervisor", "none"] = "supervisor"


class Deadline(Part):
    """A duty with a date, and who hears of it when."""

    name: str
    title: Text  # whoever filed reads it, and staff: it speaks to neither
    within: str
    of: str
    until: tuple[str, ...]
    remind: tuple[str, ...] = ()
    escalate: tuple[str, ...] = ()
    public: bool = False
    done_by: tuple[str, ...] = ()  # roles that may say that it is done, besides the moments in `until`
    extend: Extension | None = None
    roll: bool = False  # a due day on which the office is closed moves to the next open one
    source: str
    checked_on: date
    verified: bool = True
    when: When = {}
    unless: When = {}  # of the same shape: a case for which all of it holds does not have this duty

    @property
    def conditional(self) -> bool:
        """Say whether some cases have this duty and others do not."""
        return bool(self.when or self.unless)


class Disposition(Part):
    """One outcome of a case."""

    id: str
    name: Text


class FindingKind(Part):
    """One thing that can come of an allegation against a respondent, in the agency's own words."""

    id: str
    name: Text


class Severity(Part):
    """How grave a violation is, by the agency's own scale."""

    id: str
    name: Text


class Reconsideration(Part):
    """Another look at a closed case that a complainant may ask for: in which time, and where the case then stands."""

    within: str
    answer_within: str
    reopens: str
    source: str
    checked_on: date
    verified: bool = True


class Handover(Part):
    """Where a case stands that another office has taken; without a status it stays as it is, open."""

    to: str | None = None
    disposition: str | None = None
    answer_within: str = "5 business days"


class Body(Part):
    """An office outside that can be asked about a case: internal affairs, a prosecutor."""

    id: str
    name: Text
    prosecutor: bool = False  # is never given what somebody was compelled to say


class Asking(Part):
    """How long others have to answer what the office asks, and who hears of it when."""

    days: int = 14
    remind: tuple[str, ...] = ("3 days before",)  # the complainant
    overdue: tuple[str, ...] = ("1 day after", "7 days after", "14 days after")  # the owner of the case
    invitation_days: int = 14
    name_hours: int = 24  # how long a name that is kept stays open for the one it was opened for


class PrivacyNotice(Part):
    """What is read before the first question."""

    version: Words
    summary: Text
    full: Text


class Holidays(Part):
    """Whose public holidays close the office."""

    country: str
    subdivision: str | None = None


class ProcessFact(Part):
    """Something a profile claims about its agency, where that is written, and whether we saw it there."""

    fact: Words
    source: Words
    checked_on: date
    verified: bool
