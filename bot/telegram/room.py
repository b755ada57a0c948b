"""What the parts of staff's work have in common: what each answers to, and what a colleague was asked; for `staff`."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any

from bot.casework.errors import Stale
from bot.telegram.callbacks import Press
from bot.telegram.exchange import Heard, Reply
from storage.roster import Member

OnWords = Callable[[Heard, Member, str], Awaitable[Reply]]
OnPress = Callable[[Heard, Member, Press], Awaitable[Reply]]
NOTHING: Mapping[str, Any] = MappingProxyType({})


class Room:
    """One part of staff's work: its commands, its buttons, and the words that it asks for, by the prompt's verb."""

    commands: Mapping[str, OnWords] = NOTHING
    presses: Mapping[str, OnPress] = NOTHING
    asked: Mapping[str, OnWords] = NOTHING


def about_to(member: Member, press: Press, verb: str) -> Mapping[str, Any]:
    """What the member is about to do with this case. Raises Stale for a button of an earlier question."""
    wanted = member.prompt or {}
    if wanted.get("case") != press.subject or wanted.get("verb") != verb:
        raise Stale
    return wanted
