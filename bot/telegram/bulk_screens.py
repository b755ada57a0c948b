"""What acts on many cases look like: the lists to tick, the choice of the act, what would happen, how it went; pure."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from aiogram.utils.formatting import Bold, Text

from bot.casework.agency import Action, Agency
from bot.casework.workdays import last_day
from bot.desk.bulk import MINE, OF, WAITING, Offer, Sources, Ticking
from bot.desk.bulk_plan import Preview, Report
from bot.desk.queues import EVERYTHING
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.fitting import rows_of
from bot.telegram.lists import ListScreens, written
from storage import bulks
from storage.bulks import Bulk, Listed
from storage.roster import Member

PAGE: Final = "bulk_page"
TO_OPEN: Final = 8
"""For how many cases that were not opened a button stands under the preview."""


class BulkScreens(ListScreens):
    """Renders each step of an act on many cases."""

    def sources(self, member: Member, agency: Agency, found: Sources) -> Screen:
        """Which list to tick cases on."""
        buttons = [self._from(member, "bulk.mine", MINE), self._from(member, "bulk.waiting", WAITING)]
        if len(found.queues) > 1:
            buttons += [
                self._from(
                    member, "bulk.waiting_in", f"{WAITING}:{id}", name=agency.queues[id].name.to(member.language)
                )
                for id in found.queues
            ]
        buttons += [self._from(member, "bulk.of", f"{OF}:{each.id}", name=each.name) for each in found.colleagues]
        rows = [(each,) for each in buttons]
        if found.chosen:
            rows += [(self._next(member, found.chosen),), (self._button(member, "bulk_new", "", label="bulk.anew"),)]
        return Screen(Text(self._say(member, "from")), tuple(rows), protected=True)

    def ticking(self, member: Member, agency: Agency, page: Ticking, edits: int | None = None) -> Screen:
        """One page of a list: a tap ticks a case; the mark says whether it was opened as it is now."""
        narrowed = page.narrowed != EVERYTHING
        rows = [(self._row(member, agency, page, each),) for each in page.cases]
        if page.cases:
            rows.append((self._button(member, "bulk_tick", "", label="bulk.whole_page"),))
        if page.after:
            key = written(agency, page.narrowed, page.after)
            rows.append((self._button(member, PAGE, "", key, label="staff.more"),))
        if page.cases or narrowed:
            rows.append((self._button(member, "bulk_narrow", "", label="list.button_narrow"),))
        if narrowed:
            rows.append((self._button(member, PAGE, "", label="list.button_all"),))
        rows.append((self._button(member, "bulk", "", label="bulk.other_list"),))
        if page.cases and page.chosen:
            rows.append((self._next(member, page.chosen),))
        return Screen(Text(*self._about(member, agency, page)), tuple(rows), protected=True, edits=edits)

    def _about(self, member: Member, agency: Agency, page: Ticking) -> list[str]:
        """What the list is narrowed down to, and what can be done here."""
        said = self._say(member, "tick", count=page.chosen) if page.cases else self._say(member, "list_empty")
        if page.narrowed == EVERYTHING:
            return [said]
        only = self._words.say(member.language, "list.only", what=self._in_words(member, agency, page.narrowed))
        return [only, "\n\n", said if page.cases else self._words.say(member.language, "list.empty")]

    def offer(self, member: Member, found: Offer) -> Screen:
        """What can be done with what was ticked."""
        rows: list[tuple[Button, ...]] = [
            (self._do(member, f"act:{action.id}", "bulk.act", name=action.label.to(member.language), count=count),)
            for action, count in found.actions
        ]
        rows += [(self._do(member, "assign", "bulk.assign"),), (self._do(member, "message", "bulk.message"),)]
        rows += self._ways_out(member)
        return Screen(Text(self._say(member, "what", count=found.chosen)), tuple(rows), protected=True)

    def people(self, member: Member, found: Offer) -> Screen:
        """Who gets the cases."""
        rows = [(Button(each.name, Press(STAFF, "bulk_do", "", f"to:{each.id}").pack()),) for each in found.people]
        return Screen(Text(self._say(member, "who")), (*rows, *self._ways_out(member)), protected=True)

    def outcomes(self, member: Member, agency: Agency, fit: Sequence[tuple[str, int]]) -> Screen:
        """The outcomes that the step may give, and to how many of the cases."""
        names = {id: agency.dispositions[id].name.to(member.language) for id, _ in fit}
        rows = [
            (self._button(member, "bulk_outcome", "", id, label="bulk.act", name=names[id], count=count),)
            for id, count in fit
        ]
        return Screen(Text(self._words.say(member.language, "staff.which_disposition")), tuple(rows))

    def ask_words(self, member: Member, *, optional: bool) -> Screen:
        """Ask for the words that go to every complainant."""
        rows = [(self._button(member, "bulk_no_words", "", label="staff.button_no_note"),)] if optional else []
        key = "write_note" if optional else "write_message"
        return Screen(Text(self._say(member, key)), (*rows, *self._ways_out(member)))

    def preview(self, member: Member, agency: Agency, found: Preview) -> Screen:
        """What would happen to how many, and what cannot be done because of what."""
        lines: list[Any] = [Bold(self._say(member, "preview")), "\n", self.meant(member, agency, found)]
        count = len(found.ready)
        lines += ["\n\n", self._say(member, "ready", count=count), "\n", _named(found.ready)]
        if found.refused:
            lines += ["\n\n", self._say(member, "not_ready", count=len(found.refused))]
            lines += [f"\n• {each.reference}: {self._because(member, why)}" for each, why in found.refused]
        rows: list[tuple[Button, ...]] = []
        if count:
            yes = self._button(member, "bulk_plan", "", str(count), label="bulk.go", count=count)
            rows.append((Button(yes.text, yes.data, "primary"),))
        unopened = [each for each, why in found.refused if why == "bulk_not_viewed"][:TO_OPEN]
        rows += rows_of([Button(each.reference, Press(STAFF, "open", each.id).pack()) for each in unopened], wide=22)
        if found.refused:
            rows.append((self._button(member, "bulk_preview", "", label="bulk.look_again"),))
        return Screen(Text(*lines), (*rows, *self._ways_out(member)), protected=True)

    def meant(self, member: Member, agency: Agency, found: Preview) -> str:
        """The act in words, with the words that go out."""
        detail = found.bulk.detail or {}
        parts = [self._said(member, agency, detail, found.target)]
        if "disposition" in detail:
            outcome = agency.dispositions.get(detail["disposition"])
            parts.append(self._say(member, "outcome", name=outcome.name.to(member.language) if outcome else ""))
        if detail.get("words"):
            parts.append(self._say(member, "words", words=detail["words"]))
        return "\n".join(parts)

    def planned(self, member: Member, agency: Agency, bulk: Bulk) -> Screen:
        """When it begins, and how to take it back."""
        assert bulk.due_at is not None, "what is planned has its time"
        at = self._answers.time(bulk.due_at.astimezone(agency.zone), member.language)
        undo = self._button(member, "bulk_undo", "", bulk.id, label="bulk.undo")
        return Screen(Text(self._say(member, "planned", time=at)), ((undo,),), protected=True)

    def report(self, member: Member, found: Report) -> Screen:
        """How it went with each case."""
        state = found.bulk.state
        if state in {bulks.PLANNED, bulks.UNDONE}:
            return Screen(Text(self._say(member, f"is_{state}", count=len(found.items))), protected=True)
        done = [each for each in found.items if each.state == bulks.DONE]
        refused = [each for each in found.items if each.state == bulks.REFUSED]
        lines: list[Any] = [Bold(self._say(member, "report")), "\n", self._say(member, "done", count=len(done))]
        lines += ["\n", _named(done)] if done else []
        if refused:
            lines += ["\n\n", self._say(member, "refused", count=len(refused))]
            lines += [f"\n• {each.reference}: {self._because(member, each.because or 'fault')}" for each in refused]
        if found.hidden:
            lines += ["\n\n", self._say(member, "hidden", count=found.hidden)]
        buttons = [Button(each.reference, Press(STAFF, "open", each.case_id).pack()) for each in refused[:TO_OPEN]]
        return Screen(Text(*lines), rows_of(buttons, wide=22), protected=True)

    def _said(self, member: Member, agency: Agency, detail: Mapping[str, str], target: Member | None) -> str:
        if detail["do"] == "act":
            action = action_of(agency, detail["action"])
            return self._say(member, "will_act", name=action.label.to(member.language) if action else "")
        if detail["do"] == "assign":
            return self._say(member, "will_assign", name=target.name if target else "")
        return self._say(member, "will_message")

    def _row(self, member: Member, agency: Agency, page: Ticking, case: Listed) -> Button:
        due = self.day(member, last_day(agency, case.next_at))
        tick = "☑" if case.id in page.ticked else "☐"
        unseen = "" if case.id in page.seen else f" · {self._say(member, 'not_opened')}"
        priority = self._words.say(member.language, f"priority.{case.priority}")
        text = f"{tick} {case.reference} · {priority} · {due}{unseen}"
        return Button(text, Press(STAFF, "bulk_tick", case.id).pack())

    def _because(self, member: Member, key: str) -> str:
        known = key if self._words.has(f"refused.{key}") else "fault"
        return self._words.say(member.language, f"refused.{known}")

    def _from(self, member: Member, label: str, source: str, **fields: object) -> Button:
        return self._button(member, "bulk_from", "", source, label=label, **fields)

    def _do(self, member: Member, what: str, label: str, **fields: object) -> Button:
        return self._button(member, "bulk_do", "", what, label=label, **fields)

    def _next(self, member: Member, count: int) -> Button:
        return self._button(member, "bulk_next", "", label="bulk.next", count=count)

    def _ways_out(self, member: Member) -> tuple[tuple[Button, ...], ...]:
        back = self._button(member, "bulk", "", label="bulk.change")
        return ((back, self._button(member, "bulk_drop", "", label="bulk.never_mind")),)

    def _say(self, member: Member, key: str, **fields: object) -> str:
        return self._words.say(member.language, f"bulk.{key}", **fields)


def action_of(agency: Agency, id: str) -> Action | None:
    """The action of this name, wherever in the workflow it is."""
    return next((each.actions[id] for each in agency.statuses.values() if id in each.actions), None)


def _named(cases: Sequence[Any]) -> str:
    return ", ".join(each.reference for each in cases)
