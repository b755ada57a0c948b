"""What each verb of the case work has to be told, and in which order; made by `casework`, asked by `forms`."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Final

from bot.casework import contact, correction, outcome, party
from bot.casework import task as task_rules
from bot.casework.authorization import Verb
from bot.casework.errors import Unreadable
from bot.casework.party import NewParty
from bot.casework.workdays import day_at
from bot.desk import contacts, corrections, findings, parties, tasks
from bot.desk.bench import Bench
from bot.desk.contacts import Contact
from bot.desk.desk import Desk
from bot.desk.tasks import NewTask
from bot.telegram.casework_screens import CaseWorkScreens
from bot.telegram.exchange import Heard, Reply
from bot.telegram.form_days import Days
from bot.telegram.forms import Field, Form, Values, at_most
from bot.words import Words
from storage.findings import Finding
from storage.roster import Member

SOON: Final = (("tomorrow", 1), ("days3", 3), ("week1", 7), ("week2", 14), ("month1", 30))
"""The days that a task can be given with a tap."""
Choices = list[tuple[str, str]]
After = Callable[[Member, str, str], Awaitable[Reply]]


class CaseForms:
    """The forms, what there is to choose from in them, and what is done once they are complete."""

    def __init__(
        self,
        desk: Desk,
        words: Words,
        screens: CaseWorkScreens,
        after: After,
    ) -> None:
        self._desk = desk
        self._words = words
        self._days = Days(desk.clock, words)
        self._screens = screens
        self._after = after

    def forms(self) -> dict[str, Form]:
        """Every form by the verb of the button that begins it."""
        name, because = Field("name", words=at_most(party.LONGEST_NAME)), Field("because")
        which, due_on = Field("task", _open_tasks, None, alone=True), self._days.due(SOON)
        return {
            "task_new": Form(
                Verb.TASK,
                (
                    Field("title", words=at_most(task_rules.LONGEST_TITLE)),
                    due_on,
                    Field("owner", _colleagues, None, alone=True),
                ),
                self._task,
            ),
            "task_move": Form(Verb.TASK, (which, due_on), self._moved_task),
            "task_give": Form(Verb.TASK, (which, Field("owner", _others, None)), self._given_task),
            "person_new": Form(Verb.PARTY, (Field("role", self._roles, None), name, because), self._new_person),
            "person_edit": Form(Verb.PARTY, (name, because), self._changed_person),
            "person_off": Form(Verb.PARTY, (because,), self._removed_person),
            "person_merge": Form(Verb.PARTY, (Field("into", self._known, None), because), self._merged_person),
            "finding": Form(Verb.FINDING, self._of_finding(because), self._finding),
            "contact": Form(
                Verb.CONTACT,
                (
                    Field("who", self._everybody, at_most(party.LONGEST_NAME)),
                    Field("way", self._ways, None),
                    self._days.lately(),
                    Field("outcome"),
                ),
                self._contact,
            ),
            "correct": Form(
                Verb.CORRECT,
                (Field("question", _questions, None), Field("text", words=self._readable), because),
                self._correct,
            ),
        }

    def _of_finding(self, because: Field) -> tuple[Field, ...]:
        return (
            Field("party", self._respondents, None, alone=True),
            Field("severity", _severities, None, alone=True),
            Field("finding", _kinds, None),
            Field("action", self._actions, None),
            Field("words", needed=lambda values: values.get("action") != outcome.NO_ACTION),
            because,
        )

    # What there is to choose from

    def _roles(self, at: Bench, values: Values, member: Member) -> Choices:
        offered = ("affected", "witness", "respondent", "respondent_unknown")
        return [(each, self._words.say(member.language, f"role.{each}")) for each in offered]

    def _known(self, at: Bench, values: Values, member: Member) -> Choices:
        known = [each for each in at.respondents if each.known]
        return [(each.id, self._screens.name(each, member.language)) for each in known]

    def _respondents(self, at: Bench, values: Values, member: Member) -> Choices:
        return [(each.id, self._screens.name(each, member.language)) for each in at.respondents]

    def _everybody(self, at: Bench, values: Values, member: Member) -> Choices:
        language = member.language
        return [
            (each.id, f"{self._words.say(language, f'role.{each.role}')}: {self._screens.name(each, language)}")
            for each in at.people
        ]

    def _ways(self, at: Bench, values: Values, member: Member) -> Choices:
        return [(each, self._words.say(member.language, f"way.{each}")) for each in contact.WAYS]

    def _actions(self, at: Bench, values: Values, member: Member) -> Choices:
        return [(each, self._words.say(member.language, f"action.{each}")) for each in outcome.ACTIONS]

    def _readable(self, text: str, at: Bench, values: Values, member: Member) -> str:
        question = at.agency.question(values["question"])
        try:
            correction.read(question, text, member.language, day_at(at.agency, self._desk.clock()))
        except Unreadable:
            raise Unreadable("not_read") from None
        return text

    # What is done in the end

    async def _task(self, heard: Heard, member: Member, case_id: str, values: Values) -> Reply:
        new = NewTask(values["title"], date.fromisoformat(values["due_on"]), values["owner"])
        await tasks.add(self._desk, heard.source, member, case_id, new)
        return await self._after(member, case_id, "task_new")

    async def _moved_task(self, heard: Heard, member: Member, case_id: str, values: Values) -> Reply:
        what = (values["task"], date.fromisoformat(values["due_on"]))
        await tasks.move(self._desk, heard.source, member, case_id, what)
        return await self._after(member, case_id, "task_move")

    async def _given_task(self, heard: Heard, member: Member, case_id: str, values: Values) -> Reply:
        await tasks.give(self._desk, heard.source, member, case_id, (values["task"], values["owner"]))
        return await self._after(member, case_id, "task_give")

    async def _new_person(self, heard: Heard, member: Member, case_id: str, values: Values) -> Reply:
        role, unknown = values["role"].removesuffix("_unknown"), values["role"].endswith("_unknown")
        new = NewParty(role, values["name"], not unknown)
        await parties.add(self._desk, heard.source, member, case_id, new, values["because"])
        return await self._after(member, case_id, "person_new")

    async def _changed_person(self, heard: Heard, member: Member, case_id: str, values: Values) -> Reply:
        change = (values["party"], values["name"], values["because"])
        await parties.change(self._desk, heard.source, member, case_id, *change)
        return await self._after(member, case_id, "person_edit")

    async def _removed_person(self, heard: Heard, member: Member, case_id: str, values: Values) -> Reply:
        await parties.remove(self._desk, heard.source, member, case_id, values["party"], values["because"])
        return await self._after(member, case_id, "person_off")

    async def _merged_person(self, heard: Heard, member: Member, case_id: str, values: Values) -> Reply:
        two = (values["party"], values["into"])
        await parties.merge(self._desk, heard.source, member, case_id, two, values["because"])
        return await self._after(member, case_id, "person_merge")

    async def _finding(self, heard: Heard, member: Member, case_id: str, values: Values) -> Reply:
        found = Finding(
            values["allegation"],
            values["party"],
            values["severity"],
            values["finding"],
            values["action"],
            values.get("words", ""),
            values["because"],
        )
        await findings.decide(self._desk, heard.source, member, case_id, found)
        return await self._after(member, case_id, "finding")

    async def _contact(self, heard: Heard, member: Member, case_id: str, values: Values) -> Reply:
        made = Contact(values["who"], values["way"], date.fromisoformat(values["on"]), values["outcome"])
        await contacts.log(self._desk, heard.source, member, case_id, made)
        return await self._after(member, case_id, "contact")

    async def _correct(self, heard: Heard, member: Member, case_id: str, values: Values) -> Reply:
        what = (values["question"], values["text"], values["because"])
        await corrections.correct(self._desk, heard.source, member, case_id, *what)
        return await self._after(member, case_id, "correct")


def _colleagues(at: Bench, values: Values, member: Member) -> Choices:
    """Oneself first."""
    mine = [each for each in at.colleagues if each.id == member.id]
    return [(each.id, each.name) for each in (*mine, *(each for each in at.colleagues if each.id != member.id))]


def _open_tasks(at: Bench, values: Values, member: Member) -> Choices:
    """The one due first on top."""
    to_do = [each for each in at.tasks if each.done_at is None]
    return [(each.id, each.title) for each in sorted(to_do, key=lambda each: (each.due_on, each.seq))]


def _others(at: Bench, values: Values, member: Member) -> Choices:
    """Everybody but who has the task now, oneself first."""
    has = next((each.owner_id for each in at.tasks if each.id == values.get("task")), None)
    return [each for each in _colleagues(at, values, member) if each[0] != has]


def _severities(at: Bench, values: Values, member: Member) -> Choices:
    grades = [(each.id, each.name.to(member.language)) for each in at.agency.severities.values()]
    return grades or [(outcome.UNGRADED, "")]


def _kinds(at: Bench, values: Values, member: Member) -> Choices:
    return [(each.id, each.name.to(member.language)) for each in at.agency.findings.values()]


def _questions(at: Bench, values: Values, member: Member) -> Choices:
    return [(each.id, each.name.to(member.language)) for each in correction.correctable(at.agency, at.answers)]
