"""Which unit and region a case belongs to, shown and put right with buttons; merged into `staff`."""

from collections.abc import Sequence
from typing import Any, Final

from aiogram.utils.formatting import Bold, Text

from bot.casework.agency import Agency
from bot.casework.assignment import placeable
from bot.casework.authorization import Verb, may
from bot.casework.errors import NotYours, Stale
from bot.desk import placing
from bot.desk.desk import Desk
from bot.desk.permission import actor
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.exchange import Heard, Reply
from bot.telegram.fitting import rows_of
from bot.telegram.room import Room
from bot.telegram.staff_screens import StaffScreens, key_text, place_name, place_of
from bot.words import Words
from storage.cases import Case
from storage.roster import Member

PAGE: Final = 12
NONE: Final = "none"
VERSION: Final = 3
"""So many signs of the profile's digest a button carries: another version of the profile draws other buttons."""


class Placing(Room):
    """A case's places, and changing each."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._screens = PlacingScreens(words)
        self.presses = {"places": self._places, "place_in": self._put}

    async def _places(self, heard: Heard, member: Member, press: Press) -> Reply:
        """All places of a case, or what one of them can be."""
        case = await placing.look(self._desk, heard.source, member, press.subject)
        agency = self._desk.agencies[case.agency]
        if not press.arg:
            return Reply([self._screens.places(member, agency, case)])
        what, start = place_of(press.arg, str, int)
        if what not in offered(agency, member):
            raise Stale
        return Reply([self._screens.choices(member, agency, case, what, start)])

    async def _put(self, heard: Heard, member: Member, press: Press) -> Reply:
        agency = self._desk.agencies[member.agency]
        what, number, version = place_of(press.arg, str, str, str)
        codes = {str(place): code for place, code in enumerate(placeable(agency).get(what, ()))}
        if version != agency.digest[:VERSION] or number not in {*codes, NONE}:
            raise Stale
        case = await placing.put(self._desk, heard.source, member, press.subject, (what, codes.get(number)))
        done = self._screens.say(member, "places.done", reference=case.reference)
        try:
            now = await placing.look(self._desk, None, member, case.id)
        except NotYours:  # it is about the member's own unit
            return Reply([done])
        return Reply([done, self._screens.places(member, agency, now)])


def offered(agency: Agency, member: Member) -> Sequence[str]:
    """What of a case's places a member may change, where the profile has any."""
    leads = may(Verb.KEEP_OUT, actor(member), agency.id)
    return [what for what, codes in placeable(agency).items() if codes and (leads or what != placing.ABOUT)]


class PlacingScreens(StaffScreens):
    """Renders places by what the profile calls them."""

    def places(self, member: Member, agency: Agency, case: Case) -> Screen:
        """Where a case belongs, and what can be changed."""
        say, language = self._words.say, member.language
        lines: list[Any] = [Bold(say(language, "places.title", reference=case.reference)), "\n"]
        for what, codes in placeable(agency).items():
            code = getattr(case, what)
            if codes or code is not None:
                name = _name(agency, what, code, language) if code else say(language, "places.not_known")
                lines += ["\n", say(language, f"places.{what}", name=name)]
        changes = offered(agency, member) if case.closed_at is None else ()
        rows = [
            (self._button(member, "places", case.id, key_text(what, 0), f"places.button_{what}"),) for what in changes
        ]
        back = (self._button(member, "work", case.id, label="work.button_work"),)
        return Screen(Text(*lines), (*rows, back), protected=True)

    def choices(self, member: Member, agency: Agency, case: Case, what: str, start: int) -> Screen:
        """What one place can be, a page at a time; or nothing."""
        codes = placeable(agency)[what]
        buttons = [
            Button(_name(agency, what, code, member.language), self._to(agency, case, what, str(number)))
            for number, code in list(enumerate(codes))[start : start + PAGE]
            if code != getattr(case, what)
        ]
        rows = list(rows_of(buttons))
        if len(codes) > start + PAGE:
            rows.append((self._button(member, "places", case.id, key_text(what, start + PAGE), "staff.more"),))
        if getattr(case, what) is not None:
            none = self._words.say(member.language, "places.none")
            rows.append((Button(none, self._to(agency, case, what, NONE)),))
        rows.append((self._button(member, "places", case.id, label="places.back"),))
        title = self._words.say(member.language, f"places.which_{what}", reference=case.reference)
        return Screen(Text(title), tuple(rows), protected=True)

    def _to(self, agency: Agency, case: Case, what: str, number: str) -> str:
        return Press(STAFF, "place_in", case.id, key_text(what, number, agency.digest[:VERSION])).pack()


def _name(agency: Agency, what: str, code: str, language: str) -> str:
    return place_name(agency, "region" if what == "region" else "unit", code, language)
