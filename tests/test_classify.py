"""`redress classify`: one answer for one line, whatever it holds; where it stops, and what a person sees of it."""

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from nlp import Reader, classifier
from nlp.classifier import MANIFEST, PARTS
from tests.test_commands import redress

ROOT = Path(__file__).parents[1]
TOLD = "Officer Kestrel, badge 2214, punched me in the face."
SECONDS = 60


def line(id: Any, text: str, **more: str) -> str:
    return json.dumps({"id": id, "text": text, **more}) + "\n"


def rows_of(told: Result) -> list[dict[str, Any]]:
    return [json.loads(row) for row in told.stdout.splitlines()]


# --- what is answered


def test_answers_come_one_for_one_and_in_order() -> None:
    texts = [TOLD, "El policía me pegó. 👮", ""]
    told = redress("classify", given="".join(line(n, text) for n, text in enumerate(texts)))
    assert (told.exit_code, told.stderr) == (0, "")
    found = rows_of(told)
    assert [each["id"] for each in found] == [0, 1, 2]
    assert set(found[0]) == {"id", "language", "labels", "facts", "out_of_scope", "by", "chances"}
    assert {label["label"] for label in found[0]["labels"]} >= {"excessive_force"}
    for row, text in zip(found, texts, strict=True):
        for fact in row["facts"]:
            assert text[fact["start"] : fact["end"]] == fact["text"]
    assert {fact["kind"]: fact["text"] for fact in found[0]["facts"]}["badge"] == "2214"
    assert found[1]["language"] == "es"
    assert {each["by"] for each in found[:2]} == {Reader.load().by}
    assert found[0]["chances"]["conduct.excessive_force"] >= 0.5


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("He hit me.\x00And again.", {}),
        ("\ud800 He hit me. \udfff", {}),
        ("He hit me. " * 10_000, {}),
        (" \t\n\u2003", {}),
        ("👮", {}),
        (TOLD, {"language": "tlh"}),
        ("Der Polizist hat mich geschlagen und mein Telefon behalten.", {}),
        ("Der Polizist hat mich geschlagen.", {"language": "de"}),
    ],
    ids=["NUL", "half characters", "100,000 characters", "blank", "one emoji", "unknown language", "German", "de"],
)
def test_any_text_has_an_answer(text: str, more: dict[str, str]) -> None:
    told = redress("classify", given=line("odd", text, **more))
    assert (told.exit_code, told.stderr) == (0, "")
    (row,) = rows_of(told)
    assert row["id"] == "odd"


def test_a_file_is_read_as_standard_input_is(tmp_path: Path) -> None:
    file = tmp_path / "stories.jsonl"
    file.write_text(line(1, TOLD) + "\n" + line(2, ""))
    named = redress(f"classify {file}")
    assert named.exit_code == 0
    assert named.stdout == redress("classify", given=file.read_text()).stdout
    assert len(rows_of(named)) == 2


def test_a_bad_line_is_named_and_the_others_go_on() -> None:
    bad = [
        *("not json", "[]", '{"id": 2}', '{"text": ""}', '{"id": 3, "text": "", "language": 3}'),
        *('{"id": 1e999, "text": ""}', '{"id": NaN, "text": ""}', f'{{"id": {"9" * 5000}, "text": ""}}', "[" * 99_999),
    ]
    told = redress("classify", given=line(1, TOLD) + "".join(f"{each}\n" for each in bad) + line(3, "b"))
    assert told.exit_code == 1
    assert [each["id"] for each in rows_of(told)] == [1, 3]
    *named, count = told.stderr.splitlines()
    assert [each.split(": ")[:2] for each in named] == [["redress", f"line {n}"] for n in range(2, 11)]
    assert count == "redress: 9 lines could not be read; the others are done"


def test_a_line_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    file = tmp_path / "stories.jsonl"
    file.write_bytes(line(1, "a").encode("utf-16"))
    told = redress(f"classify {file}")
    assert told.exit_code == 1
    assert "line 1: this is not written in UTF-8" in told.stderr


@pytest.mark.parametrize("where", ["nowhere.jsonl", ""])
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(tmp_path: Path, where: str) -> None:
    told = redress(f"classify {tmp_path / where}")
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr.startswith(f"redress: {tmp_path / where}: ")
    assert len(told.stderr.splitlines()) == 1


# --- no model, or half of one


@pytest.mark.parametrize(("part", "fault"), [(MANIFEST, "is missing"), (PARTS[0], "is missing"), (PARTS[0], "damaged")])
def test_without_its_model_it_says_what_to_do_and_answers_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, fault: str
) -> None:
    folder = Path(shutil.copytree(classifier.shipped(), tmp_path / "model"))
    (folder / part).unlink()
    if fault == "damaged":
        (folder / part).write_bytes(b"half")
    monkeypatch.setattr(classifier, "shipped", lambda: folder)
    told = redress("classify", given=line(1, TOLD))
    assert (told.exit_code, told.stdout) == (2, "")
    (sentence,) = told.stderr.splitlines()
    assert sentence.startswith(f"redress: the reader's model cannot be used: {part}")
    assert fault in sentence
    assert "python -m nlp.train" in sentence


# --- as a process


def command(*arguments: object) -> list[str]:
    """The command in a process that can be interrupted, whatever started the tests."""
    program = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from bot.__main__ import main"
    return [sys.executable, "-c", f"{program}; main()", "classify", *map(str, arguments)]


def started(**streams: Any) -> subprocess.Popen[str]:
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE) | streams
    return subprocess.Popen(command(), cwd=ROOT, text=True, bufsize=1, **pipes)


def test_whoever_stops_it_has_what_is_done() -> None:
    with started() as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(line(1, TOLD) + line(2, TOLD))
        answered = [running.stdout.readline() for _ in range(2)]
        running.send_signal(signal.SIGINT)
        rest, said = running.communicate(timeout=SECONDS)
    assert [json.loads(each)["id"] for each in answered] == [1, 2]
    assert (running.returncode, rest) == (130, "")
    assert said == "redress: stopped at line 2; what was answered before is written\n"


def test_it_ends_quietly_when_nobody_reads_on() -> None:
    with started() as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdin.write(line(1, TOLD))
        assert json.loads(running.stdout.readline())["id"] == 1
        running.stdout.close()
        running.stdin.write(line(2, TOLD))
        said = running.stderr.read()
        assert running.wait(SECONDS) == 0
    assert said == ""


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_stream_that_is_closed_keeps_the_others_from_nothing(tmp_path: Path, closed: str) -> None:
    file = tmp_path / "stories.jsonl"
    file.write_text(line(1, TOLD) + "no JSON\n")
    shell = ["sh", "-c", f'exec "$@" {closed}', "sh", *command(file)]
    ended = subprocess.run(shell, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert ended.returncode == 1
    assert (ended.stdout.count('"id": 1') == 1) == (closed != ">&-")
    assert ("redress: line 2: this is not JSON" in ended.stderr) == (closed != "2>&-")
    assert "Traceback" not in ended.stderr


def test_a_dash_is_standard_input() -> None:
    ended = subprocess.run(
        command("-"), cwd=ROOT, input=line(1, TOLD), capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert (ended.returncode, ended.stdout.count('"id": 1')) == (0, 1)


FULL = "redress: stopped at line 1: no space left on device; what was answered is written, the last line maybe half\n"


def test_a_full_disk_is_told_in_a_sentence(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full, started(stdout=full) as running:
        _, said = running.communicate(line(1, TOLD), timeout=SECONDS)
    assert (running.returncode, said) == (2, FULL)


def on_a_terminal(*arguments: object, given: str | None = None, answers_too: bool = False) -> tuple[str, str]:
    """What goes to standard output, and what a person sees on a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(*arguments),
        cwd=ROOT,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
        stdin=subprocess.PIPE,
        stdout=theirs if answers_too else subprocess.PIPE,
        stderr=theirs,
        text=True,
    ) as running:
        os.close(theirs)
        answers, _ = running.communicate(given, timeout=SECONDS)
    return answers or "", _seen(ours)


def _seen(ours: int) -> str:
    """Everything that was written to a terminal whose other end is closed."""
    seen = b""
    try:
        while came := os.read(ours, 1 << 16):
            seen += came
    except OSError:  # so Linux says that nobody writes any more
        pass
    os.close(ours)
    return seen.decode()


def test_a_person_sees_how_far_it_has_come_and_never_a_word_of_what_is_read(tmp_path: Path) -> None:
    file = tmp_path / "stories.jsonl"
    file.write_text(line(1, TOLD) + "Kestrel, not JSON\n" + line(2, TOLD))
    answers, seen = on_a_terminal(file)
    assert [json.loads(each)["id"] for each in answers.splitlines()] == [1, 2]
    assert "100%" in seen
    assert "3 lines, " in seen
    assert "a second" in seen
    assert "redress: line 2: this is not JSON (column 1)" in seen
    assert "Kestrel" not in seen


def test_of_a_pipe_nobody_knows_the_end(tmp_path: Path) -> None:
    answers, seen = on_a_terminal(given=line(1, TOLD) + line(2, TOLD))
    assert len(answers.splitlines()) == 2
    assert "2 lines, " in seen
    assert "%" not in seen


def test_answers_on_the_same_terminal_are_not_written_over(tmp_path: Path) -> None:
    _, seen = on_a_terminal(given=line(1, TOLD), answers_too=True)
    assert json.loads(seen)["id"] == 1


MEMORY = """
import json, os, sys
from resource import RUSAGE_SELF, getrusage
from bot.classify import classify
from nlp import Reader

def lines(first, count):
    for number in range(first, first + count):
        words = f"Officer Kestrel{number} took my phone{number} at {number} Lake Street and punched me."
        yield json.dumps({"id": number, "text": words}).encode()

def most():
    return getrusage(RUSAGE_SELF).ru_maxrss

reader = Reader.load()
with open(os.devnull, "w") as out:
    assert classify(reader, lines(0, 300), out, sys.exit) == 0
    before = most()
    assert classify(reader, lines(300, 4000), out, sys.exit) == 0
print(most() - before)
"""


@pytest.mark.long
@pytest.mark.timeout(600)
def test_four_thousand_narratives_take_no_more_memory_than_three_hundred() -> None:
    ended = subprocess.run([sys.executable, "-c", MEMORY], cwd=ROOT, capture_output=True, text=True, timeout=500)
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) < 20_000, "kilobytes"


def test_it_never_imports_the_talking_layer() -> None:
    program = "import sys, bot.__main__, bot.classify, nlp.reader; sys.exit('aiogram' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", program], timeout=SECONDS, cwd=ROOT)
    assert ended.returncode == 0
