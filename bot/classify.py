"""`redress classify`: narratives in, readings out, one line for one line; imports the reader and nothing of the bot."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import Any, BinaryIO, Final, NoReturn, TextIO

from nlp import Reader
from nlp.classifier import ModelUnreadable

BYTE_ORDER_MARK: Final = "\ufeff"
DONE, SOME_BAD, STOPPED, INTERRUPTED = 0, 1, 2, 130


class BadLine(Exception):
    """A line that cannot be answered; the message never holds a word of it."""


@dataclass(slots=True)
class Count:
    """How far it has come: the number of the last line that was read, and how many were bad."""

    line: int = 0
    bad: int = 0


Say = Callable[[str], object]
Seen = Callable[[int], None]
"""Told after each line how many bytes it had."""


def run(file: Path | None, stdin: BinaryIO, out: TextIO, err: TextIO) -> int:
    """Read the lines of a file, or of standard input without one, and return the exit status.

    It is 2, and nothing is written, where there is no such file or no model. A bar shows how far it has come where a
    person looks on and the answers go elsewhere.
    """
    try:
        with nullcontext(stdin) if file is None or file == Path("-") else file.open("rb") as lines:
            return _watched(Reader.load(), lines, out, err)
    except ModelUnreadable as problem:
        err.write(f"redress: {problem}\n")
    except OSError as problem:
        err.write(f"redress: {file}: {str(problem.strerror).lower()}\n")
    return STOPPED


def _watched(reader: Reader, lines: BinaryIO, out: TextIO, err: TextIO) -> int:
    if not err.isatty() or out.isatty():
        return classify(reader, lines, out, err.write)
    with _bar(_size(lines), err) as (say, seen):
        return classify(reader, lines, out, say, seen)


def classify(reader: Reader, lines: Iterable[bytes], out: TextIO, say: Say, seen: Seen = lambda _: None) -> int:
    """Write one JSON line per good input line, in order, and return the exit status.

    A bad line is named to `say` by its number, the others go on; the status is then 1. Whoever stops it, or closes what
    it writes to, has every answer up to there.
    """
    count = Count()
    try:
        for answer in _answers(reader, lines, count, say, seen):
            out.write(answer)
            out.flush()
    except KeyboardInterrupt:
        say(f"redress: stopped at line {count.line}; what was answered before is written\n")
        return INTERRUPTED
    except OSError as problem:
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())  # what is left in the buffer has nowhere to go
        if isinstance(problem, BrokenPipeError):
            return DONE
        why = str(problem.strerror).lower()
        say(f"redress: stopped at line {count.line}: {why}; what was answered is written, the last line maybe half\n")
        return STOPPED
    if count.bad:
        say(f"redress: {count.bad} line{'' if count.bad == 1 else 's'} could not be read; the others are done\n")
    return SOME_BAD if count.bad else DONE


def _answers(reader: Reader, lines: Iterable[bytes], count: Count, say: Say, seen: Seen) -> Iterator[str]:
    for count.line, line in enumerate(lines, 1):
        try:
            if line.strip():
                yield _answer(reader, line)
        except BadLine as problem:
            count.bad += 1
            say(f"redress: line {count.line}: {problem}\n")
        seen(len(line))


def _answer(reader: Reader, line: bytes) -> str:
    asked = _asked(line)
    try:
        reading = reader.read(asked["text"], asked.get("language"))
    except Exception as fault:  # one narrative must not end ten thousand, and a fault may quote it
        raise BadLine(f"the reader failed ({type(fault).__name__})") from None
    try:
        answer = json.dumps({"id": asked["id"], **reading.to_json()}, ensure_ascii=False, allow_nan=False)
    except (ValueError, RecursionError):
        raise BadLine('"id" cannot be written again') from None
    return _writable(answer) + "\n"


def _asked(line: bytes) -> dict[str, Any]:
    asked = _parsed(line)
    if not isinstance(asked, dict):
        raise BadLine('a line must be an object such as {"id": 1, "text": "..."}')
    if "id" not in asked:
        raise BadLine('"id" is missing')
    if not isinstance(asked.get("text"), str):
        raise BadLine('"text" is missing or is not text')
    if not isinstance(asked.get("language"), str | None):
        raise BadLine('"language" must be text, such as "en" or "es"')
    return asked


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line.decode("utf-8").removeprefix(BYTE_ORDER_MARK), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise BadLine("this is not written in UTF-8") from None
    except json.JSONDecodeError as problem:
        raise BadLine(f"this is not JSON (column {problem.colno})") from None
    except ValueError:
        raise BadLine("a number in it is too long") from None
    except RecursionError:
        raise BadLine("this is nested too deeply") from None


def _no_number(name: str) -> NoReturn:
    raise BadLine(f"{name} is no JSON number")


def _writable(text: str) -> str:
    """The same JSON; half a character, which no file can hold, is written the way it was given: as its number."""
    return "".join(f"\\u{ord(each):04x}" if "\ud800" <= each <= "\udfff" else each for each in text)


def _size(lines: BinaryIO) -> int | None:
    """How many bytes there are to read; None where nobody knows that beforehand, as of a pipe."""
    try:
        status = os.fstat(lines.fileno())
    except OSError:
        return None
    return status.st_size if S_ISREG(status.st_mode) else None


@contextmanager
def _bar(size: int | None, err: TextIO) -> Iterator[tuple[Say, Seen]]:
    """How many lines are done, how fast, for how long, and how much is left where that is known."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    how_far = (BarColumn(), TaskProgressColumn()) if size else ()
    counted = TextColumn("{task.fields[done]} lines, {task.fields[rate]:.1f} a second")
    with Progress(*how_far, counted, TimeElapsedColumn(), console=Console(file=err)) as progress:
        task = progress.add_task("", total=size, done=0, rate=0.0)

        def seen(length: int) -> None:
            now = progress.tasks[task]
            done = now.fields["done"] + 1
            progress.update(task, advance=length, done=done, rate=done / max(now.elapsed or 0.0, 0.001))

        yield lambda words: progress.console.out(words, end="", highlight=False), seen
