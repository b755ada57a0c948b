"""`/pause` of a supervisor: the office starts nothing new for a while; used by `staff`. `PauseWords` tells people."""

from bot.answer_words import AnswerWords
from bot.casework.plain import fold
from bot.casework.workdays import day_at
from bot.desk import pausing
from bot.desk.desk import Desk
from bot.desk.pausing import Paused
from bot.telegram.exchange import Heard, Reply
from bot.telegram.room import Room
from bot.telegram.screens import Screens
from bot.words import LANGUAGES, Words
from storage.roster import Member

ENDS = frozenset({"end", "off", "stop", "fin", "terminar", "quitar"})


class PauseWords:
    """What people are told while an office starts nothing new; pure."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._answers = AnswerWords(words)

    def said(self, paused: Paused | None, language: str, key: str = "told") -> list[str]:
        """The sentence for somebody whose language is known; nothing while there is no pause."""
        if paused is None:
            return []
        return [self._words.say(language, f"pausing.{key}", date=self._answers.day(paused.until_on, language))]

    def sent(self, paused: Paused | None, language: str) -> list[str]:
        """The same for somebody who has just sent theirs."""
        return self.said(paused, language, "status")

    def in_all(self, paused: Paused | None) -> list[str]:
        """The same for somebody who has not chosen a language yet."""
        return [line for each in LANGUAGES for line in self.said(paused, each)]


class PausingTalk(Room):
    """The switch."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._words = words
        self._screens = Screens(words)
        self.commands = {"pause": self._pause}

    async def _pause(self, heard: Heard, member: Member, argument: str) -> Reply:
        if not argument.strip():
            return await self._look(heard, member)
        if fold(argument).strip() in ENDS:
            await pausing.end(self._desk, heard.source, member)
            return self._say(member, "ended")
        begun = await pausing.begin(self._desk, heard.source, member, argument)
        until = AnswerWords(self._words).day(begun.until_on, member.language)
        return self._say(member, "begun", date=until)

    async def _look(self, heard: Heard, member: Member) -> Reply:
        paused = await pausing.look(self._desk, heard.source, member)
        if paused is None:
            return self._say(member, "off")
        since = AnswerWords(self._words).day(day_at(paused.agency, paused.pause.starts_at), member.language)
        until = AnswerWords(self._words).day(paused.until_on, member.language)
        return self._say(member, "on", date=until, since=since, because=paused.pause.because)

    def _say(self, member: Member, key: str, **fields: str) -> Reply:
        return Reply([self._screens.plain(member.language, f"pausing.{key}", (), **fields)])
