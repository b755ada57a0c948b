"""What happened to a case, in words: who did what, and when; pure, used by `casework`."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from aiogram.utils.formatting import Bold, Text

from bot.answer_words import WHOLE, shorten
from bot.casework import outcome
from bot.casework.agency import Agency
from bot.casework.authorization import COMPLAINANT
from bot.casework.follow_up import FollowUpKind
from bot.casework.interview import Answer
from bot.desk.timeline import History
from bot.telegram.casework_screens import CaseWorkScreens
from bot.telegram.delivery import Screen
from bot.telegram.fitting import fitted, rows_of
from bot.telegram.staff_screens import key_text, place_name
from storage.outbox import MEMBER
from storage.roster import Member
from storage.timeline import EVENT, FILE, Entry

BRIEF: Final = 300
ADDS: Final[Mapping[str, str]] = {"notes": "note", "contacts": "contact", "versions": "correct"}
"""Which button of a part of the timeline adds to it."""
VERBS: Final[Mapping[str, str]] = {
    "all": "history",
    "notes": "notes",
    "contacts": "contacts",
    "versions": "versions",
}


class TimelineScreens(CaseWorkScreens):
    """Renders the timeline and its parts, oldest first, a page at a time."""

    def history(self, member: Member, history: History) -> list[Screen]:
        """One page; words are shortened on the whole timeline and stand in full on its parts."""
        language, case = member.language, history.case
        head = self._words.say(language, f"work.{history.which}_of", reference=case.reference)
        lines = [self._line(history, each, language) for each in history.entries]
        body = "\n\n".join(lines or [self._words.say(language, f"work.{history.which}_empty")])
        buttons = []
        if history.earlier is not None:
            place = key_text(*history.earlier)
            buttons.append(self._button(member, VERBS[history.which], case.id, place, label="work.button_earlier"))
        added = ADDS.get(history.which)
        if added is not None and (case.closed_at is None or added == "note"):
            buttons.append(self._button(member, added, case.id, label=f"work.button_{added}"))
        rows = rows_of([*buttons, self._back(member, case.id)], wide=22)
        return fitted(Screen(Text(Bold(head), "\n\n", body), rows, protected=True))

    def _line(self, history: History, entry: Entry, language: str) -> str:
        at = entry.at.astimezone(history.agency.zone)
        when = self._answers.moment(at, language)
        return f"{when} · {self._who(history, entry, language)}\n{self._what(history, entry, language)}"

    def _who(self, history: History, entry: Entry, language: str) -> str:
        by = entry.by or COMPLAINANT
        if by.startswith(MEMBER):
            name = history.names.get(by.removeprefix(MEMBER))
            return name or self._words.say(language, "work.somebody_gone")
        by = by.partition(":")[0]
        return self._words.say(language, f"by.{by}") if self._words.has(f"by.{by}") else by

    def _what(self, history: History, entry: Entry, language: str) -> str:
        limit = BRIEF if history.which == "all" else WHOLE
        if entry.what == FILE:
            return self._file(entry.verb, entry.detail["state"], language)
        if entry.verb == "evidence" and entry.detail.get("evidence") in history.files:
            came = history.files[entry.detail["evidence"]]
            return self._file(came.kind, came.state, language)
        if entry.what != EVENT:
            who = "note" if entry.verb == "note" else entry.detail["direction"]
            return self._words.say(language, f"timeline.{who}", text=shorten(entry.detail["text"], limit))
        key = self._key(entry)
        fields = self._fields(history, entry, language, limit)
        if not self._words.has(key) or not self._words.fields(language, key) <= fields.keys():
            key = "timeline.other"  # written by another version of the program
        return self._words.say(language, key, **fields)

    def _file(self, kind: str, state: str, language: str) -> str:
        called = self._words.say(language, f"kind.{kind}") if self._words.has(f"kind.{kind}") else kind
        return self._words.say(
            language, "timeline.file", kind=called, state=self._words.say(language, f"file_state.{state}")
        )

    def _key(self, entry: Entry) -> str:
        """Which sentence an event has: some verbs have one for each way they can be meant."""
        if entry.verb == "decided":
            return f"timeline.{entry.detail['state']}"
        if self._words.has(f"timeline.{entry.verb}_{entry.detail.get('step')}"):
            return f"timeline.{entry.verb}_{entry.detail['step']}"
        if entry.verb == "claimed" and entry.by != f"{MEMBER}{entry.detail.get('owner')}":
            return "timeline.given"
        if entry.verb == "corrected" and entry.detail.get("was") in (None, "", []):
            return "timeline.filled_in"
        if entry.verb == "party_changed" and not entry.detail.get("was"):
            return "timeline.party_named"
        return f"timeline.{entry.verb}"

    def _fields(self, history: History, entry: Entry, language: str, limit: int) -> dict[str, str]:
        """Every field that a sentence may have, out of the codes and words of the event."""
        detail = entry.detail
        fields = {name: shorten(str(value), limit) for name, value in detail.items() if isinstance(value, str | int)}
        fields |= self._codes(history.agency, detail, language)
        fields |= self._people(history, detail, language)
        for name in ("on", "due_on", "until"):
            if detail.get(name):
                fields[name] = self._answers.day(date.fromisoformat(detail[name]), language)
        if detail.get("at"):
            at = datetime.fromisoformat(detail["at"]).astimezone(history.agency.zone)
            fields["when"] = self._answers.moment(at, language)
        if "finding" in detail:
            fields["finding"] = self.outcome(history.agency, detail["finding"], detail["severity"], language)
            fields["action"] = self._action(detail, language, limit)
        if "question" in detail:
            fields |= self._answered(history.agency, detail, language, limit)
        return fields

    def _codes(self, agency: Agency, detail: Mapping[str, Any], language: str) -> dict[str, str]:
        """What the profile and the locale call what happened; a code that they no longer have stands as it is."""
        status = agency.statuses.get(detail.get("status", ""))
        kind = agency.allegations.get(detail.get("allegation", ""))
        duty = next((each.title.to(language) for each in agency.deadlines if each.name == detail.get("duty")), None)
        found = {"status": status.name.to(language)} if status else {}
        found |= {"allegation": kind.name.to(language)} if kind else {}
        found |= {"duty": duty} if duty else {}
        found |= self._arranged(agency, detail, language)
        body = agency.bodies.get(detail.get("body") or "")
        found |= {"body": body.name.to(language)} if body else {}
        paper = agency.documents.get(detail.get("paper", ""))
        found |= {"paper": paper.name.to(language)} if paper else {}
        if "place" in detail:
            what = "region" if detail["step"].endswith("region") else "unit"
            found["place"] = place_name(agency, what, detail["place"], language)
        return found | ({"way": self._words.say(language, f"way.{detail['way']}")} if "way" in detail else {})

    def _arranged(self, agency: Agency, detail: Mapping[str, Any], language: str) -> dict[str, str]:
        """What a meeting or a follow-up is called, who was meant, and what came of it."""
        found: dict[str, str] = {}
        kinds = agency.meetings if "meeting" in detail else agency.follow_ups if "follow_up" in detail else {}
        kind = kinds.get(detail.get("kind", ""))
        found |= {"kind": kind.name.to(language)} if kind else {}
        if isinstance(kind, FollowUpKind):
            named = (each for each in kind.choices if each.id == detail.get("outcome"))
            outcome_of = next(named, None)
            found |= {"outcome": outcome_of.label.to(language)} if outcome_of else {}
        role = f"role.{detail.get('whom')}"
        return found | ({"whom": self._words.say(language, role)} if self._words.has(role) else {})

    def _people(self, history: History, detail: Mapping[str, Any], language: str) -> dict[str, str]:
        """Parties and colleagues by what they are called here; names that are kept stay shut."""
        found: dict[str, str] = {}
        if "party" in detail:
            party = history.people.get(detail["party"])
            found["name"] = self.name(party, language)
            found["role"] = self._words.say(language, f"role.{party.role}") if party else ""
        if "into" in detail:
            found["into"] = self.name(history.people.get(detail["into"]), language)
        if "who" in detail:
            met = history.people.get(detail["who"])
            found["name"] = self.name(met, language) if met else detail["who"]
        if "owner" in detail:
            found["owner"] = history.names.get(detail["owner"]) or self._words.say(language, "work.somebody_gone")
        return found

    def _action(self, detail: Mapping[str, Any], language: str, limit: int) -> str:
        if detail["action"] == outcome.NO_ACTION:
            return self._words.say(language, "action.none")
        return f"{self._words.say(language, 'action.' + detail['action'])}: {shorten(detail['words'], limit)}"

    def _answered(self, agency: Agency, detail: Mapping[str, Any], language: str, limit: int) -> dict[str, str]:
        question = agency.questions.get(detail["question"])
        if question is None:
            return {"question": detail["question"], "was": str(detail["was"]), "now": str(detail["now"])}
        shown = {
            name: self._answers.shown(question, Answer(detail[name], "given"), language, limit)
            for name in ("was", "now")
        }
        return {"question": question.name.to(language), **shown}
