"""The labelled narratives: training, evaluation and the corpus tests read them from JSON lines through `load`."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from nlp.reading import GROUPS, Fact
from nlp.vocabulary import labels as vocabulary

CLERKS: Final = "philadelphia.jsonl"
_NAME = re.compile(r"[a-z_]{1,40}")


@dataclass(frozen=True, slots=True)
class Rendering:
    """The same told in the other language; its facts where they were marked."""

    language: str
    text: str
    facts: tuple[Fact, ...] | None


@dataclass(frozen=True, slots=True)
class Row:
    """One narrative with its labels. A group that nobody labelled in this source is missing from `labels`."""

    id: str
    language: str
    text: str
    labels: Mapping[str, frozenset[str]]
    not_a_complaint: bool | None
    facts: tuple[Fact, ...] | None
    rendering: Rendering | None = None


def load(path: Path) -> list[Row]:
    """The rows of one file, ours or a source that labels only some groups.

    Raises OSError, and ValueError with file and line for what is no such row: a label that nobody knows would otherwise
    be learnt as one that was not meant.
    """
    return [_checked(path, number, line) for number, line in lines(path)]


def lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that hold anything, from 1. Other signs than a line feed end no line: JSON may hold them."""
    with path.open("rb") as file:
        yield from ((number, line) for number, line in enumerate(file, 1) if line.strip())


def ours() -> list[Path]:
    """The narratives written for this project to be learnt from, English and Spanish."""
    return [_folder() / "en.jsonl", _folder() / "es.jsonl"]


def development() -> list[Path]:
    """Those written apart, by other voices: they measure what was learnt, and nothing is ever learnt from them."""
    return [_folder() / "en_dev.jsonl", _folder() / "es_dev.jsonl"]


def clerks(folder: Path, labelled: Path | None = None) -> list[Row]:
    """Complaints in a clerk's words, with labels given for this project, as many as `folder` holds the texts of.

    The texts are not ours and stay in its `philadelphia.jsonl`; `labelled`, our `corpus/clerks.jsonl`, knows them by
    their SHA-256 only.
    """
    told = [json.loads(line)["text"] for _, line in lines(folder / CLERKS)]
    by_digest = {sha256(text.encode()).hexdigest(): text for text in told}
    path = labelled or _folder() / "clerks.jsonl"
    given = [json.loads(line) for _, line in lines(path)]
    there = [each for each in given if each["sha256"] in by_digest]
    return [_row({**each, "id": each["sha256"], "text": by_digest[each["sha256"]]}) for each in there]


@cache
def own_names(language: str) -> Mapping[str, re.Pattern[str]]:
    """How each label is called when it is called by its name: what people tell does without."""
    read = tomllib.loads(files("nlp").joinpath("corpus", "own_names.toml").read_text(encoding="utf-8"))
    return {label: re.compile(pattern, re.IGNORECASE) for label, pattern in read[language].items()}


def _folder() -> Path:
    return Path(str(files("nlp"))) / "corpus"


def _checked(path: Path, number: int, line: bytes) -> Row:
    try:
        row = _row(json.loads(line))
    except (KeyError, TypeError, ValueError, RecursionError) as fault:
        raise ValueError(f"{path.name}, line {number}: not a row ({type(fault).__name__})") from None
    for group, given in row.labels.items():
        for strange in given.difference(vocabulary()[group]):
            name = f" {strange!r}" if _NAME.fullmatch(str(strange)) else ""  # else it may be somebody's words
            raise ValueError(f"{path.name}, line {number}: no such label{name} in {group}")
    return row


def _row(read: Mapping[str, Any]) -> Row:
    labels = {group: frozenset(read[group]) for group in GROUPS if group in read}
    text = str(read["text"])
    return Row(
        id=str(read["id"]),
        language=str(read.get("language", "en")),
        text=text,
        labels=labels,
        not_a_complaint=read.get("not_a_complaint"),
        facts=_facts(read.get("facts"), text),
        rendering=_rendering(read),
    )


def _rendering(read: Mapping[str, Any]) -> Rendering | None:
    for key, language in (("english", "en"), ("spanish", "es")):
        if key in read:
            return Rendering(language, read[key], _facts(read.get(f"{key}_facts"), read[key]))
    return None


def _facts(read: list[dict[str, Any]] | None, text: str) -> tuple[Fact, ...] | None:
    return None if read is None else tuple(_fact(each, text) for each in read)


def _fact(read: Mapping[str, Any], text: str) -> Fact:
    start, end = int(read["start"]), int(read["end"])
    return Fact(str(read["kind"]), start, end, text[start:end])
