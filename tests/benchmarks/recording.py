"""Listens to a real deployment: the SQL that its bot executes and the calls it makes to the chat, turn by turn."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from aiogram import Bot
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage
from aiogram.methods.base import TelegramMethod
from sqlalchemy import Connection, Engine, event

THE_DOORS: Final = "conversation"
"""What every statement of the web door names and no statement of the bot; the door counts as wire, as Telegram does."""
SPOKEN: Final = (SendMessage, EditMessageText, AnswerCallbackQuery)
GUARD: Final = "PRAGMA query_only"
"""Ours alone: SQLite has no transactions that only read, and a bare driver would go without."""
OPEN: Final = "redress_benchmark"
CHANGES: Final = ("INSERT", "UPDATE", "DELETE", "WITH")


@dataclass
class Transaction:
    """What one connection executed between two commits; with each statement its values and whether those are many."""

    statements: list[tuple[str, Any, bool]] = field(default_factory=list)
    reads_only: bool = False
    commits: bool = False

    @property
    def of_the_door(self) -> bool:
        return any(THE_DOORS in statement for statement, _, _ in self.statements)

    @property
    def changes(self) -> bool:
        return self.commits and any(statement.startswith(CHANGES) for statement, _, _ in self.statements)


Call = TelegramMethod[Any]


@dataclass
class Turn:
    """All that the bot did because of one act, in order."""

    transactions: list[Transaction] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)


class Recorder:
    """Keeps what happens from `turn` to `turn`; the first one is what happened before anybody did anything."""

    def __init__(self) -> None:
        self.turns = [Turn()]
        self._answered = asyncio.Event()

    def turn(self) -> None:
        """From now on all belongs to the next turn."""
        self.turns.append(Turn())
        self._answered.clear()

    async def answered(self) -> None:
        """Wait until the bot has settled the update that the turn brought."""
        await asyncio.wait_for(self._answered.wait(), 30)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hear every statement of every engine in this process."""
        heard: dict[str, Callable[..., None]] = {
            "before_cursor_execute": self._executes,
            "commit": self._commits,
            "rollback": self._rolls_back,
        }
        for name, listener in heard.items():
            event.listen(Engine, name, listener)
        try:
            yield
        finally:
            for name, listener in heard.items():
                event.remove(Engine, name, listener)

    def hears(self, bot: Bot) -> None:
        """Keep what a bot says to chats."""

        async def call(make: Callable[[Bot, Call], Awaitable[Any]], bot: Bot, method: Call) -> Any:
            if isinstance(method, SPOKEN):
                self.turns[-1].calls.append(method)
            return await make(bot, method)

        bot.session.middleware(call)

    def _executes(self, connection: Connection, cursor: Any, statement: str, values: Any, _: Any, many: bool) -> None:
        if statement.startswith(GUARD):
            return
        transaction = connection.info.get(OPEN)
        if transaction is None:
            readonly = bool(connection.get_execution_options().get("postgresql_readonly"))
            transaction = connection.info[OPEN] = Transaction(reads_only=readonly)
            self.turns[-1].transactions.append(transaction)
        transaction.statements.append((statement, values, many))

    def _commits(self, connection: Connection) -> None:
        transaction = connection.info.pop(OPEN, None)
        if transaction is not None:
            transaction.commits = True
            if any("answered_at=" in statement.replace(" ", "") for statement, _, _ in transaction.statements):
                self._answered.set()

    def _rolls_back(self, connection: Connection) -> None:
        connection.info.pop(OPEN, None)
