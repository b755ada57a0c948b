"""`redress import` and `redress pause` as an operator types them."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import Clock
from tests.casework.test_sheet import GOOD, saved
from tests.house import copied
from tests.test_commands import redress

AGENCY = "ct_doc_parole"


@pytest.fixture
def data(tmp_path: Path, empty_house: Path) -> Path:
    return copied(empty_house, tmp_path / "data")


def spreadsheet(folder: Path, *rows: dict[str, str]) -> Path:
    file = folder / "cases.csv"
    file.write_text(saved(*rows), "utf-8")
    return file


def test_the_example_can_be_imported_as_it_stands(data: Path, tmp_path: Path) -> None:
    made = redress(f"import --example {AGENCY}", data)
    assert made.exit_code == 0, made.output
    assert made.stdout.startswith("number,received_on,story,language,came_by,about,hearing,")
    file = tmp_path / "example.csv"
    file.write_text(made.stdout)
    looked = redress(f"import {file} {AGENCY}", data)
    assert looked.exit_code == 0, looked.output
    assert "1 row is in order; imported before: 0; 1 can be imported. Nothing has been changed." in looked.stdout


def test_a_dry_run_changes_nothing_and_commit_brings_each_row_once(data: Path, tmp_path: Path) -> None:
    file = spreadsheet(tmp_path, GOOD, GOOD | {"number": "18", "language": "fr"}, GOOD | {"number": "19"})
    for _ in range(2):
        looked = redress(f"import {file} {AGENCY}", data)
        assert looked.exit_code == 1
        assert 'row 3, language: "fr" is not known here. Write one of: en, es.' in looked.stdout
        assert "2 rows are in order; imported before: 0; 2 can be imported." in looked.stdout
        assert "1 problem in 1 row, left out." in looked.stdout
    brought = redress(f"import {file} {AGENCY} --commit", data)
    assert "row 2: CS-" in brought.stdout
    assert "2 imported." in brought.stdout
    assert "My bag" not in brought.output
    again = redress(f"import {file} {AGENCY} --commit", data)
    assert "imported before: 2; 0 imported." in again.stdout


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("import nowhere.csv ct_doc_parole", "there is no such file"),
        ("import nowhere.csv nobody", "there is no agency 'nobody' here"),
        ("import --example nobody", "there is no agency 'nobody' here"),
        ("import cases.csv", "name a file and an agency"),
        ("pause ct_doc_parole --until soon --because flood", "--until must be a day like 2026-12-15"),
        ("pause ct_doc_parole --until 2020-01-01 --because flood", "that day is over"),
        ("pause ct_doc_parole --until 2099-01-01 --because flood", "more than a year"),
        ("pause ct_doc_parole --end", "there is no pause now"),
    ],
)
def test_what_cannot_be_done_is_said(data: Path, command: str, says: str) -> None:
    told = redress(command, data)
    assert told.exit_code == 2
    assert says in " ".join(told.output.split())


def test_a_file_of_another_encoding_is_told_apart(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_bytes("number,received_on,story\n1,2026-11-02,Peña\n".encode("latin-1"))
    told = redress(f"import {file} {AGENCY}", data)
    assert told.exit_code == 2
    assert "CSV UTF-8" in told.output


def test_the_operator_pauses_and_ends_it(data: Path) -> None:
    until = (Clock(data / "clock")() + timedelta(days=9)).date()
    begun = redress(f"pause {AGENCY} --until {until} --because flood", data)
    assert begun.exit_code == 0, begun.output
    assert f"{AGENCY} starts nothing new until {until}." in begun.stdout
    assert f"{AGENCY} is at work again." in redress(f"pause {AGENCY} --end", data).stdout
