"""What an operator can mend is told in one sentence, with status 2; anything else stays a fault of ours."""

import errno
import os

import pytest
import typer

from bot.casework.errors import BadProfile, NotYours, Refused
from bot.operating import told
from storage.errors import KeyFileCorrupt


def sentence(problem: Exception, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(typer.Exit) as ended, told():
        raise problem
    assert ended.value.exit_code == 2
    return capsys.readouterr().err


def disk(number: int) -> OSError:
    return OSError(number, os.strerror(number), "/there/data")


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (disk(errno.EACCES), "/there/data: this account may not write there"),
        (disk(errno.EROFS), "/there/data: this disk is mounted read-only"),
        (disk(errno.ENOSPC), "/there/data: the disk is full"),
        (KeyFileCorrupt(path="/there/keys.json"), "Restore it from its backup"),
        (BadProfile(["minneapolis_opcr.toml: short: too long"]), "minneapolis_opcr.toml: short: too long"),
        (NotYours(), "see `redress staff list`"),
        (Refused("unknown_role"), "choose intake, investigator, supervisor, custodian or auditor"),
    ],
    ids=lambda each: type(each).__name__ if isinstance(each, Exception) else None,
)
def test_a_failure_says_what_to_do(problem: Exception, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert words in sentence(problem, capsys)


def test_another_fault_is_not_dressed_up() -> None:
    with pytest.raises(ConnectionResetError), told():
        raise ConnectionResetError(errno.ECONNRESET, "reset")
