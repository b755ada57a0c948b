"""The shape of an agency's profile, and that it holds together: `load` is called by app.py and by `redress check`."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from datetime import time
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError

from bot.casework import guidance, mistakes, profile, soundness
from bot.casework.attestation import Attestation
from bot.casework.errors import BadProfile
from bot.casework.follow_up import FollowUpKind
from bot.casework.guidance import Also, Elsewhere, Place, Route
from bot.casework.letter import Block, DocumentKind
from bot.casework.limit import Limit, Unfiled
from bot.casework.meeting import MeetingKind
from bot.casework.oversight import EarlyIntervention, Panel, PublicStatus, Surge
from bot.casework.parts import (
    Action,
    AllegationKind,
    Asking,
    Body,
    Choice,
    Deadline,
    Disposition,
    FindingKind,
    Handover,
    Holidays,
    Part,
    PrivacyNotice,
    ProcessFact,
    Question,
    Queue,
    Reconsideration,
    Region,
    Severity,
    Status,
    Text,
    TriageRule,
    Unit,
    Weekday,
    When,
    Words,
)
from bot.casework.passage import PassageKind
from bot.casework.register import EvidenceKind
from bot.casework.sworn import Sworn

__all__ = [
    "Action",
    "Agency",
    "AllegationKind",
    "Asking",
    "Block",
    "Body",
    "Choice",
    "Deadline",
    "Disposition",
    "DocumentKind",
    "FindingKind",
    "Holidays",
    "PrivacyNotice",
    "ProcessFact",
    "Question",
    "Queue",
    "Severity",
    "Status",
    "Text",
    "TriageRule",
    "When",
    "load",
]


class Agency(Part):
    """Everything that makes one agency different from the next."""

    id: str
    name: Text
    short: str  # the prefix of its case numbers
    sample: bool = True  # until the agency has signed the profile off
    digest: str

    timezone: str
    holidays: Holidays
    workdays: tuple[Weekday, ...]
    opens: time = Field(strict=True)  # a number would pass for seconds
    closes: time = Field(strict=True)
    phone: Words
    address: Words
    web: Words
    email: str | None = None

    respondent_word: Text
    privacy: PrivacyNotice
    caution: Text
    emergency: Text
    another_way: Text
    crisis: Text

    interview: tuple[str, ...]
    statistics: tuple[str, ...] = ()
    witness: tuple[str, ...] = ()
    questions: dict[str, Question]

    allegations: dict[str, AllegationKind]
    ignored_labels: tuple[str, ...] = ()
    priorities: tuple[str, ...]
    default_priority: str | None = None  # where no rule applies; else the last of them
    default_queue: str
    queues: dict[str, Queue]
    triage: tuple[TriageRule, ...] = ()
    units: dict[str, Unit] = Field(default_factory=dict)
    regions: dict[str, Region] = Field(default_factory=dict)
    silent_days: int = 7  # so long after a date was missed, a case whose owner does nothing goes back to its queue

    roles: dict[str, Text]
    initial: str
    statuses: dict[str, Status]
    dispositions: dict[str, Disposition]
    findings: dict[str, FindingKind]
    severities: dict[str, Severity] = Field(default_factory=dict)  # none: the agency does not grade what it finds
    deadlines: tuple[Deadline, ...] = ()
    limits: tuple[Limit, ...] = ()
    unfiled: Unfiled | None = None
    sworn: Sworn | None = None
    bodies: dict[str, Body] = Field(default_factory=dict)
    asking: Asking = Asking()
    documents: dict[str, DocumentKind] = Field(default_factory=dict)
    meetings: dict[str, MeetingKind] = Field(default_factory=dict)
    follow_ups: dict[str, FollowUpKind] = Field(default_factory=dict)
    evidence_kinds: dict[str, EvidenceKind] = Field(default_factory=dict)
    passages: dict[str, PassageKind] = Field(default_factory=dict)
    attestation: Attestation | None = None
    early_intervention: EarlyIntervention | None = None
    surge: Surge | None = None
    panel: Panel | None = None
    public_status: PublicStatus | None = None

    next_check_days: int = 14
    hold_most_days: int = 60  # so many days the clocks of a case may stand still, all holds together
    no_news_days: int = 30
    draft_kept_days: int = 60
    draft_reminders_days: tuple[int, ...] = (7, 30)
    appeal: Reconsideration | None = None
    transfer: Handover = Handover()
    places: dict[str, Place] = Field(default_factory=dict)
    also: tuple[Also, ...] = ()
    routes: tuple[Route, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    opinion_after_days: int = 3  # 0: nobody is asked how it was
    bot_name: Text | None = None  # what the chat and its page are called; nothing that says what this is about
    page_title: Text | None = None
    link: str | None = None  # in links and posters, where the id says too much
    poster_name: Text | None = None  # what a poster says of names, where "you do not have to give yours" is not all
    discreet: bool = False  # what comes unasked to a complainant names no subject
    staff_reading: Literal["chat", "web"] = "chat"  # web: what people wrote never goes into a staff chat
    facts: tuple[ProcessFact, ...] = ()

    @cached_property
    def zone(self) -> ZoneInfo:
        """Return the clock on the agency's wall."""
        return ZoneInfo(self.timezone)

    @property
    def guides(self) -> bool:
        """Say whether this is the guide, which finds the office for a story and has no desk."""
        return self.id == guidance.PURPOSE

    @property
    def linked(self) -> str:
        """Return what stands for this office in links and in the codes of posters."""
        return self.link or self.id

    @cached_property
    def _codes(self) -> dict[str, str]:
        return {label: code for code, kind in self.allegations.items() for label in kind.labels}

    def question(self, id: str) -> Question:
        """Return the question with this id; it exists, or the profile would not have loaded."""
        return self.questions[id]

    def ahead(self, status: str) -> set[str]:
        """Return the statuses that a case can come to from this one, itself included."""
        seen: set[str] = set()
        left = [status]
        while left:
            id = left.pop()
            if id not in seen and id in self.statuses:
                seen.add(id)
                left += [action.to for action in self.statuses[id].actions.values()]
        return seen

    def allegation_for(self, label: str) -> str | None:
        """Return the agency's own code for a label of the reader, or None for a label it ignores."""
        return self._codes.get(label)


class Guide(Agency):
    """The profile of whoever came without a link to an office: questions and rules, and nothing that works on cases."""

    sample: bool = False
    allegations: dict[str, AllegationKind] = Field(default_factory=dict)
    default_queue: str = ""
    queues: dict[str, Queue] = Field(default_factory=dict)
    initial: str = ""
    statuses: dict[str, Status] = Field(default_factory=dict)
    dispositions: dict[str, Disposition] = Field(default_factory=dict)
    findings: dict[str, FindingKind] = Field(default_factory=dict)


_TOML_KEYS = {profile.TABLE_OF.get(field, field) for field in Agency.model_fields} - {"id", "digest"}


def load(texts: Mapping[str, str], labels: Collection[str]) -> dict[str, Agency]:
    """Read all profiles from their texts (file name -> TOML), or raise BadProfile with all that has to be put right.

    `labels` are the words of the reader's vocabulary: a profile says of each what it means here.
    """
    tables, problems = profile.read(texts)
    shared = tables.pop(profile.SHARED, {})
    agencies: dict[str, Agency] = {}
    for file, own in tables.items() if not problems else ():
        assembled = profile.assemble(file, own, shared)
        assembled.values["digest"] = profile.digest(texts.get(profile.SHARED, ""), texts[file])
        agency, wrong = _checked(assembled, labels)
        problems += wrong
        agencies[agency.id] = agency
    problems += _same_prefix(agencies.values())
    problems += _same_link(agencies.values())
    guide = agencies.get(guidance.PURPOSE)
    problems += (
        [f"{guide.id}.toml: {where}: {what}" for where, what in guidance.astray(guide, agencies)] if guide else []
    )
    if problems:
        raise BadProfile(tuple(dict.fromkeys(problems)))
    return agencies


def _checked(assembled: profile.Profile, labels: Collection[str]) -> tuple[Agency, list[str]]:
    """Build the agency; where its shape is broken, put stand-ins there so that the rest is checked as well."""
    values = assembled.values
    shape = Guide if values["id"] == guidance.PURPOSE else Agency
    misshapen: list[tuple[str, str]] = []
    try:
        agency = shape.model_validate(values)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        misshapen = [*mistakes.described(errors, values, _TOML_KEYS)]
        values = deepcopy(values)
        for found in errors:
            mistakes.repair(found["loc"], found["type"], values)
        agency = shape.model_validate({**mistakes.STAND_IN_FIELDS, **values})
    broken = {where for where, _ in misshapen}
    unsound = [found for found in soundness.problems(agency, labels) if not _follows(*found, broken)]
    return agency, [assembled.problem(*found) for found in (*assembled.found, *misshapen, *unsound)]


def _follows(where: str, what: str, broken: Collection[str]) -> bool:
    """Say whether a problem is only the shadow of a broken piece that is named already."""
    unclear = {place.split(".")[1] for place in broken if place.startswith("question.")}
    if what.startswith(tuple(f'"{question}" ' for question in unclear)):
        return True
    unasked = any(place == "question" or place.startswith("interview") for place in broken)
    if unasked and (where in {"interview", "statistics", "witness"} or "is not asked before this" in what):
        return True
    if where.startswith("status.") and any(place.startswith(("status", "workflow")) for place in broken):
        return True
    return any(f"{where}.".startswith(f"{place}.") or place.startswith(f"{where}.") for place in broken)


def _same_prefix(agencies: Collection[Agency]) -> Iterator[str]:
    counted = Counter(agency.short for agency in agencies)
    for agency in agencies:
        if counted[agency.short] > 1:
            yield f'{agency.id}.toml: short: another agency uses "{agency.short}" too. Choose another prefix.'


def _same_link(agencies: Collection[Agency]) -> Iterator[str]:
    for agency in agencies:
        if any(agency.link in (each.id, each.link) for each in agencies if agency.link and each is not agency):
            yield f'{agency.id}.toml: link: another agency is reached by "{agency.link}". Choose another word.'
