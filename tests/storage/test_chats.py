"""A chat is looked up by its door and its number together."""

from storage.chats import Chat, index
from storage.vault import Vault


def test_door_and_number_cannot_be_shifted_into_each_other(vault: Vault) -> None:
    chats = [Chat("telegram", "100"), Chat("webchat", "100"), Chat("telegram", "1001"), Chat("telegram1", "00")]

    assert len({index(vault, chat) for chat in chats}) == len(chats)
    assert index(vault, chats[0]) == index(vault, Chat("telegram", "100"))
