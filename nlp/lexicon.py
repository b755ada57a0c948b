"""The word lists of `lexicon.toml`: language, officers, tags, phrases and scope load theirs once, on import."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


def words(part: str, name: str) -> frozenset[str]:
    """One list as a set."""
    return frozenset(_read()[part][name].split())


@cache
def _read() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("nlp").joinpath("lexicon.toml").read_text(encoding="utf-8"))
