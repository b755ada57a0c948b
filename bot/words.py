"""What the bot says, by key and language; read once from `bot/locales`, used by everything that renders a message."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from typing import Final

LANGUAGES: Final = ("en", "es")
DISCREET: Final = "discreet."
LOCALES: Final = Path(__file__).parent / "locales"


class Words:
    """Sentences by dotted key; an unknown language reads English, an unknown key is a KeyError: our own fault."""

    def __init__(self, tables: Mapping[str, Mapping[str, str]]) -> None:
        self._tables = tables

    @classmethod
    def load(cls, folder: Path = LOCALES) -> "Words":
        """Read every language; a test holds both files to the same keys and the same fields."""
        return cls({each: _flat(tomllib.loads((folder / f"{each}.toml").read_text("utf-8"))) for each in LANGUAGES})

    def say(self, language: str, key: str, /, **fields: object) -> str:
        """The sentence for `key`, its {fields} filled."""
        table = self._tables.get(language, self._tables["en"])
        return table[key].format(**fields)

    def discreet(self) -> "Words":
        """The same without what names the subject: a sentence under [discreet] stands for the one of its name."""
        quiet = {
            each: {key.removeprefix(DISCREET): said for key, said in table.items() if key.startswith(DISCREET)}
            for each, table in self._tables.items()
        }
        return Words({each: {**table, **quiet[each]} for each, table in self._tables.items()})

    def raw(self, language: str, key: str) -> str:
        """The sentence for `key` as it stands in the locale, its {fields} not filled."""
        return self._tables[language][key]

    def has(self, key: str) -> bool:
        """True when there is a sentence of that key."""
        return key in self._tables["en"]

    def keys(self, language: str) -> frozenset[str]:
        """Every key of one language."""
        return frozenset(self._tables[language])

    def fields(self, language: str, key: str) -> frozenset[str]:
        """The names of the fields in one sentence."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self._tables[language][key]) if name)


def _flat(table: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = str(value)
    return flat
