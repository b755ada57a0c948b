"""A chat's name, as every module of storage takes it: a pair, because two channels may use one number."""

from typing import NamedTuple

from storage.vault import Vault


class Chat(NamedTuple):
    """One person's conversation with the bot: `channel` is the door (telegram, webchat), `id` its number there."""

    channel: str
    id: str


def index(vault: Vault, chat: Chat) -> str:
    """What a chat is looked up by; it says nothing about the chat without the key file."""
    return vault.index("chat", f"{chat.channel}\0{chat.id}")
