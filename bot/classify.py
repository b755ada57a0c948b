"""`redress classify`: narratives in, readings out, one line for one line; imports the reader and nothing of the bot."""

import json
from collections.abc import Iterable
from typing import Any, NoReturn, TextIO

from nlp import Reader

BYTE_ORDER_MARK = "\ufeff"


def classify(lines: Iterable[bytes], out: TextIO, err: TextIO) -> int:
    """Write one JSON line per good input line, in order, and return the exit status.

    A bad line is named by its number on `err`, the others go on; the status is then 2.
    """
    reader = Reader.load()
    bad = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            asked = _asked(line)
            reading = reader.read(asked["text"], asked.get("language"))
            answer = json.dumps({"id": asked["id"], **reading.to_json()}, ensure_ascii=False, allow_nan=False)
            out.write(_writable(answer) + "\n")
        except ValueError as problem:
            bad += 1
            err.write(f"redress: line {number}: {problem}\n")
        out.flush()
    if bad:
        err.write(f"redress: {bad} line{'s' if bad > 1 else ''} could not be read; the others are done\n")
    return 2 if bad else 0


def _asked(line: bytes) -> dict[str, Any]:
    asked = _parsed(line)
    if not isinstance(asked, dict):
        raise ValueError('a line must be an object such as {"id": 1, "text": "..."}')
    if "id" not in asked:
        raise ValueError('"id" is missing')
    if not isinstance(asked.get("text"), str):
        raise ValueError('"text" is missing or is not text')
    if not isinstance(asked.get("language"), str | None):
        raise ValueError('"language" must be text, such as "en" or "es"')
    return asked


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line.decode("utf-8").removeprefix(BYTE_ORDER_MARK), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise ValueError("this is not written in UTF-8") from None
    except json.JSONDecodeError as problem:
        raise ValueError(f"this is not JSON (column {problem.colno})") from None
    except RecursionError:
        raise ValueError("this is nested too deeply") from None


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _writable(text: str) -> str:
    """The same JSON; half a character, which no file can hold, is written the way it was given: as its number."""
    return "".join(f"\\u{ord(each):04x}" if "\ud800" <= each <= "\udfff" else each for each in text)
