"""What staff see of the work on a case: the menu, tasks, people and findings; pure, used by `casework`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

from aiogram.utils.formatting import Bold, Text

from bot.answer_words import WHOLE, shorten
from bot.casework import outcome
from bot.casework import task as task_rules
from bot.casework.agency import Agency
from bot.casework.assignment import placeable
from bot.casework.authorization import Verb, may
from bot.desk.bench import Bench
from bot.desk.packets import kind_of
from bot.desk.permission import actor
from bot.desk.tasks import Page
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.fitting import rows_of
from bot.telegram.staff_screens import OVERDUE, StaffScreens, key_text, start_of
from storage.parties import Party
from storage.roster import Member
from storage.tasks import Task

PAGE: Final = 8
LABEL: Final = 40
T = TypeVar("T")


class CaseWorkScreens(StaffScreens):
    """Renders the work on one case, for those who may read it."""

    def name(self, party: Party | None, language: str, limit: int = LABEL) -> str:
        """What somebody is called here: a name that is kept stays shut, a description is said to be one."""
        if party is None:
            return self._words.say(language, "work.somebody")
        if party.kept:
            return self._words.say(language, "work.name_kept")
        if not party.name:
            return self._words.say(language, f"work.unnamed_{party.role}")
        said = shorten(" ".join(party.name.split()), limit)
        return said if party.known else self._words.say(language, "work.not_known", said=said)

    def menu(self, member: Member, at: Bench, now: datetime) -> Screen:
        """Where everything is, and what is open in it."""
        language, case = member.language, at.case
        to_do = [each for each in at.tasks if each.done_at is None]
        late = sum(task_rules.is_late(at.agency, each, now) for each in to_do)
        confirmed = any(each.state in outcome.CONFIRMED for each in at.allegations)
        lines: list[Any] = [Bold(self._words.say(language, "work.title", reference=case.reference))]
        lines.append("\n\n" + self._words.say(language, "work.tasks_open", count=len(to_do), late=late))
        lines.append("\n" + self._words.say(language, "work.people_count", count=len(at.people)))
        key = "findings_owed" if at.owed else "findings_made" if confirmed else "findings_none"
        lines.append("\n" + self._words.say(language, f"work.{key}", count=len(at.owed)))
        names = ["history", "notes", "todo", "people", "findings", "contacts", "versions"]
        names += ["register"] if at.agency.evidence_kinds else []
        names += ["report"] if at.agency.passages else []
        names += ["papers"] if at.agency.documents else []
        names += ["packet"] if kind_of(at.agency) else []
        compels = any(each.prosecutor for each in at.agency.bodies.values())
        names += ["compelled"] if compels and may(Verb.COMPEL, actor(member), at.agency.id) else []
        names += ["meets"] if at.agency.meetings else []
        names += ["follows"] if at.agency.follow_ups else []
        names += ["places"] if any(placeable(at.agency).values()) else []
        buttons = [self._button(member, each, case.id, label=f"work.button_{each}") for each in names]
        rows = (*rows_of(buttons, wide=22), (self._button(member, "open", case.id),))
        return Screen(Text(*lines), rows, protected=True)

    # Tasks

    def tasks(self, member: Member, at: Bench, arg: str, now: datetime) -> Screen:
        """The tasks of a case, the open ones first, and a button to turn each."""
        language, case = member.language, at.case
        ordered = sorted(at.tasks, key=lambda each: (each.done_at is not None, each.due_on, each.seq))
        shown, more = page_of(ordered, arg)
        lines: list[Any] = [Bold(self._words.say(language, "work.tasks_of", reference=case.reference)), "\n"]
        lines += [f"\n{self._task(at, each, language, now)}" for each in shown]
        if not shown:
            lines.append("\n" + self._words.say(language, "work.tasks_empty"))
        rows: list[tuple[Button, ...]] = []
        rows += [(self._turn(member, case.id, each),) for each in shown if case.closed_at is None]
        rows += self._pages(member, "todo", case.id, more)
        to_do = any(each.done_at is None for each in at.tasks)
        offered = ["task_new", *(["task_move"] if to_do else [])]
        offered += ["task_give"] if to_do and len(at.colleagues) > 1 else []
        new = [self._button(member, each, case.id, label=f"work.button_{each}") for each in offered]
        rows += rows_of([*(() if case.closed_at else new), self._back(member, case.id)], wide=22)
        return Screen(Text(*lines), tuple(rows), protected=True)

    def _task(self, at: Bench, task: Task, language: str, now: datetime) -> str:
        owner = next((each.name for each in at.colleagues if each.id == task.owner_id), None)
        late = task_rules.is_late(at.agency, task, now)
        key = "task_done" if task.done_at else "task_late" if late else "task"
        return self._words.say(
            language,
            f"work.{key}",
            title=task.title,
            owner=owner or self._words.say(language, "work.somebody_gone"),
            date=self._answers.day(task.due_on, language),
        )

    def _turn(self, member: Member, case_id: str, task: Task) -> Button:
        verb = "task_again" if task.done_at else "task_done"
        label = self._words.say(member.language, f"work.button_{verb}", title=shorten(task.title, LABEL))
        return Button(label, Press(STAFF, verb, case_id, task.id).pack())

    def my_tasks(self, member: Member, page: Page, now: datetime) -> Screen:
        """A member's open tasks on all cases, one button each; the next page by its key."""
        language = member.language
        title = Bold(self._words.say(language, "work.my_tasks"))
        if not page.tasks:
            return Screen(Text(title, "\n\n", self._words.say(language, "work.my_tasks_empty")))
        rows = [(self._my_task(page.agency, reference, each, language, now),) for reference, each in page.tasks]
        if page.after:
            rows.append((self._button(member, "tasks", "", key_text(*page.after), label="staff.more"),))
        hint = self._words.say(language, "work.my_tasks_hint")
        return Screen(Text(title, "\n\n", hint), tuple(rows), protected=True)

    def _my_task(self, agency: Agency, reference: str, task: Task, language: str, now: datetime) -> Button:
        late = OVERDUE if task_rules.is_late(agency, task, now) else ""
        due = self._answers.day(task.due_on, language)
        return Button(
            f"{late}{reference} · {due} · {shorten(task.title, LABEL)}", Press(STAFF, "todo", task.case_id).pack()
        )

    # People

    def people(self, member: Member, at: Bench, arg: str) -> Screen:
        """Everybody in the case by role; each opens with a tap."""
        language, case = member.language, at.case
        shown, more = page_of(at.people, arg)
        lines: list[Any] = [Bold(self._words.say(language, "work.people_of", reference=case.reference)), "\n"]
        lines += [f"\n• {self._person(each, language)}" for each in shown]
        if not shown:
            lines.append("\n" + self._words.say(language, "work.people_empty"))
        rows: list[tuple[Button, ...]] = [
            (Button(self._person(each, language), Press(STAFF, "person", case.id, each.id).pack()),) for each in shown
        ]
        rows += self._pages(member, "people", case.id, more)
        new = [] if case.closed_at else [self._button(member, "person_new", case.id, label="work.button_person_new")]
        rows += rows_of([*new, self._back(member, case.id)], wide=22)
        return Screen(Text(*lines), tuple(rows), protected=True)

    def _person(self, party: Party, language: str) -> str:
        return f"{self._words.say(language, f'role.{party.role}')}: {self.name(party, language)}"

    def person(self, member: Member, at: Bench, party: Party) -> Screen:
        """One person, and what can be done about them."""
        language, case = member.language, at.case
        role = self._words.say(language, f"role.{party.role}")
        text = Text(Bold(role), "\n\n", self.name(party, language, limit=WHOLE))
        offered = []
        if not party.kept and case.closed_at is None:
            known = [each for each in at.respondents if each.known]
            merges = party in at.respondents and not party.known and known
            offered = ["person_edit", *(["person_merge"] if merges else [])]
            offered += ["person_off"] if party.role != "complainant" else []
        buttons = [self._button(member, each, case.id, party.id, label=f"work.button_{each}") for each in offered]
        back = self._button(member, "people", case.id, label="work.button_people")
        return Screen(text, rows_of([*buttons, back], wide=22), protected=True)

    # Findings

    def findings(self, member: Member, at: Bench) -> Screen:
        """Each confirmed allegation with each respondent and what was found; each opens with a tap."""
        language, case = member.language, at.case
        confirmed = [each for each in at.allegations if each.state in outcome.CONFIRMED]
        lines: list[Any] = [Bold(self._words.say(language, "work.findings_of", reference=case.reference)), "\n"]
        if not confirmed:
            lines.append("\n" + self._words.say(language, "work.findings_empty"))
        elif not at.respondents:
            lines.append("\n" + self._words.say(language, "work.nobody_named"))
        for each in confirmed:
            lines += ["\n", Bold(at.agency.allegations[each.code].name.to(language))]
            lines += [f"\n{self._found(at, each.id, person, language)}" for person in at.respondents]
        buttons = []
        decides = may(Verb.FINDING, actor(member), at.agency.id) and case.closed_at is None
        if decides and at.respondents:
            buttons = [
                Button(
                    shorten(at.agency.allegations[each.code].name.to(language), LABEL),
                    Press(STAFF, "judge", case.id, each.id).pack(),
                )
                for each in confirmed
            ]
        wider = [self._button(member, "allegations", case.id)] if not confirmed else []
        rows = rows_of([*buttons, *wider, self._back(member, case.id)], wide=22)
        return Screen(Text(*lines), rows, protected=True)

    def _found(self, at: Bench, allegation: str, person: Party, language: str) -> str:
        found = at.findings.get((allegation, person.id))
        if found is None:
            return f"○ {self.name(person, language)}: {self._words.say(language, 'work.no_finding')}"
        said = self.outcome(at.agency, found.finding, found.severity, language)
        line = f"✓ {self.name(person, language)}: {said}"
        if found.action != outcome.NO_ACTION:
            line += f"\n   {self._words.say(language, f'action.{found.action}')}: {found.action_words}"
        return f"{line}\n   {self._words.say(language, 'work.because', because=found.because)}"

    def outcome(self, agency: Agency, finding: str, severity: str, language: str) -> str:
        """A finding and how grave it is, where the agency grades that."""
        found = agency.findings.get(finding)
        said = (found.name.to(language) if found else finding, outcome.grade(agency, severity, language))
        return " · ".join(each for each in said if each)

    def _pages(self, member: Member, verb: str, case_id: str, more: str) -> list[tuple[Button, ...]]:
        return [(self._button(member, verb, case_id, more, label="staff.more"),)] if more else []

    def _back(self, member: Member, case_id: str) -> Button:
        return self._button(member, "work", case_id, label="work.button_work")


def page_of(items: Sequence[T], arg: str) -> tuple[Sequence[T], str]:
    """One page of a short list, and where the next begins; empty on the last. Raises Stale for a broken place."""
    start = start_of(arg)
    return items[start : start + PAGE], str(start + PAGE) if len(items) > start + PAGE else ""
