"""The `redress` command on good and on bad input: what a stranger reads, and with which status it ends."""

import asyncio
import csv
import io
import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.__main__ import app
from bot.desk import documents
from nlp import corpus
from storage.database import Database
from storage.vault import KeyFile, Vault
from tests.desk.office import open_office
from tests.desk.test_training_export import FORCE, RUDE, decides, suggests
from tests.house import copied

COMMANDS = (
    "demo", "run", "check", "script", "classify", "export", "report statistics", "report overrides", "staff invite",
    "staff confirm", "staff list", "staff remove", "verify", "import", "pause", "db upgrade", "db check",
    "audit verify", "keys add", "keys rewrap",
)  # fmt: skip


@pytest.fixture
def data(tmp_path: Path, empty_house: Path) -> Path:
    """An installed deployment that nobody has used."""
    return copied(empty_house, tmp_path / "data")


def redress(line: str, data: Path | None = None, given: str | None = None, **settings: str) -> Result:
    """Run one command as from a shell whose only settings are these."""
    clean = {key: None for key in os.environ if key.startswith("REDRESS_")}
    where = {"REDRESS_DATA": str(data)} if data else {}
    return CliRunner().invoke(app, line.split(" "), input=given, env={**clean, **where, **settings})


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    told = redress(f"{command} --help")
    assert told.exit_code == 0
    assert len(told.output.split()) > 20


@pytest.mark.parametrize(
    ("line", "settings", "sentence"),
    [
        ("check", {"REDRESS_AGENCIES": "atlantis"}, "there is no such profile"),
        ("check", {"REDRESS_AGENCIES_DIR": "/nowhere/at/all"}, "there is no such folder"),
        ("script atlantis", {}, "there is no agency"),
        ("script minneapolis_opcr --language fr", {}, "there is no language"),
        ("export --agency atlantis", {}, "there is no agency"),
        ("report statistics atlantis --from 2025-01-01 --to 2025-12-31 --csv x", {}, "there is no agency"),
        ("report statistics minneapolis_opcr --from 2025-01-01 --to 2025-12-31", {}, "say where to write it"),
        (
            "report statistics minneapolis_opcr --from 2025-01-01 --to 2025-12-31 --csv x --language fr",
            {},
            "no language",
        ),
        ("report statistics minneapolis_opcr --from 2025-01-01 --to 2025-12-30 --csv x", {}, "whole months"),
        ("report statistics minneapolis_opcr --from 2025-02-01 --to 2025-01-31 --csv x", {}, "turn them round"),
        ("report statistics minneapolis_opcr --from 2030-02-01 --to 2031-01-31 --csv x", {}, "a period that is over"),
        ("report statistics minneapolis_opcr --from 2025-01-01 --to 2025-01-31 --csv /no/x", {}, "/no/x"),
        ("export --agency minneapolis_opcr --format xlsx", {}, "there is no format"),
        ("export --agency minneapolis_opcr --training --format csv", {}, "writes JSON lines and nothing else"),
        ("export --agency minneapolis_opcr --training --language fr", {}, "there is no language"),
        ("export --agency minneapolis_opcr --language en", {}, "goes with --training"),
        ("export --agency atlantis --training", {}, "there is no agency"),
        ("report overrides --agency atlantis", {}, "there is no agency"),
        ("report overrides --agency minneapolis_opcr --from 2025-02-01 --to 2025-01-31", {}, "turn them round"),
        ("report overrides --agency minneapolis_opcr --csv /no/x", {}, "/no/x"),
        ("staff invite --agency minneapolis_opcr --role chief --name Sam", {}, "there is no such role"),
        ("staff invite --agency minneapolis_opcr --role intake --name Sam --queue attic", {}, "there is no such queue"),
        ("staff confirm --agency minneapolis_opcr nobody", {}, "there is nobody of that id"),
        ("staff remove --agency minneapolis_opcr nobody", {}, "there is nobody of that id"),
        ("run", {}, "nothing to serve"),
        ("run", {"REDRESS_WEBCHAT_LISTEN": "0.0.0.0:80"}, "loopback"),
        ("audit verify --checkpoint /dev/null", {}, "is not a checkpoint"),
        ("verify /nowhere/letter.pdf", {}, "there is no such file"),
    ],
)
def test_bad_input_is_told_in_a_sentence(data: Path, line: str, settings: dict[str, str], sentence: str) -> None:
    told = redress(line, data, **settings)
    assert told.exit_code == 2, told.output
    assert sentence in told.output
    assert "Traceback" not in told.output


def test_facts_of_every_profile_are_listed_also_of_one_that_is_not_served(data: Path) -> None:
    told = redress("check --facts", data, REDRESS_AGENCIES="minneapolis_opcr").stdout
    assert "hartford_oig: holds together" in told
    for claim in ("deadline.more_work: within = 30 days", "early_intervention: cases = 3", "appeal: within", "fact."):
        assert f"  not verified: {claim}" in told
    assert "not verified" not in redress("check", data).stdout


def test_the_figures_for_the_public_are_written_as_paper_and_table(data: Path, tmp_path: Path) -> None:
    pdf, table = tmp_path / "report.pdf", tmp_path / "report.csv"
    period = "--from 2025-01-01 --to 2025-12-31"
    told = redress(f"report statistics minneapolis_opcr {period} --out {pdf} --csv {table} --language es", data)
    assert told.exit_code == 0, told.output
    assert pdf.read_bytes().startswith(b"%PDF")
    assert "no llegó ninguna queja" in table.read_text("utf-8-sig")
    assert redress(f"report statistics minneapolis_opcr {period} --csv {table} --internal", data).exit_code == 0
    assert "Internal." in table.read_text("utf-8-sig")
    assert "links hold" in redress("audit verify", data).stdout


def test_a_colleague_is_invited_listed_and_removed(data: Path) -> None:
    told = redress("staff invite --agency minneapolis_opcr --role investigator --name Sam", data)
    assert told.exit_code == 0
    assert "start=" in told.stdout.strip().splitlines()[0].rpartition("/")[2]
    listed = redress("staff list --agency minneapolis_opcr", data).stdout
    member = listed.split()[0]
    assert "invited" in listed
    assert redress(f"staff remove --agency minneapolis_opcr {member}", data).exit_code == 0
    assert redress(f"staff remove --agency minneapolis_opcr {member}", data).exit_code == 2
    assert "links hold" in redress("audit verify", data).stdout


def test_an_altered_link_is_found(data: Path) -> None:
    redress("staff invite --agency minneapolis_opcr --role intake --name Sam", data)
    with sqlite3.connect(data / "redress.sqlite3") as rows:
        rows.execute("UPDATE audit SET verb = 'remove'")
    rows.close()
    told = redress("audit verify", data)
    assert told.exit_code == 1
    assert "altered" in told.output


def test_the_master_key_is_changed_and_everything_is_read_as_before(data: Path) -> None:
    redress("staff invite --agency minneapolis_opcr --role intake --name Sam", data)
    before = redress("staff list --agency minneapolis_opcr", data).stdout
    told = redress("keys add", data)
    assert (told.exit_code, "version 2 is the current master key. Back the file up" in told.stdout) == (0, True)
    for wrapped in (1, 0):  # the second time there is nothing left to do
        told = redress("keys rewrap", data)
        assert told.exit_code == 0, told.output
        assert f"{wrapped} data keys are wrapped anew; 0 are left under an older master key." in told.stdout
    assert redress("staff list --agency minneapolis_opcr", data).stdout == before
    assert "Sam" in before
    assert "links hold" in redress("audit verify", data).stdout


@pytest.mark.parametrize("line", ["keys add", "keys rewrap"])
def test_without_a_key_file_there_is_none_to_change(data: Path, line: str) -> None:
    (data / "keys.json").unlink()
    told = redress(line, data)
    assert (told.exit_code, "keys.json" in told.output) == (2, True)
    assert not (data / "keys.json").exists()


def test_a_corrupt_key_file(data: Path) -> None:
    (data / "keys.json").write_text("{")
    told = redress("db check", data)
    assert (told.exit_code, "Restore it from its backup" in told.output) == (2, True)


def test_an_exposed_key_file(data: Path) -> None:
    (data / "keys.json").chmod(0o644)
    told = redress("db check", data)
    assert (told.exit_code, "chmod 600" in told.output) == (2, True)


@pytest.mark.parametrize(("version", "sentence"), [("0000", "redress db upgrade"), ("9999", "newer")])
def test_another_schema(data: Path, version: str, sentence: str) -> None:
    with sqlite3.connect(data / "redress.sqlite3") as rows:
        rows.execute("UPDATE alembic_version SET version_num = ?", (version,))
    rows.close()
    told = redress("staff list --agency minneapolis_opcr", data)
    assert told.exit_code == 2
    assert sentence in told.output


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = redress(f"demo --port 0 --data {tmp_path / 'file' / 'data'}")
    assert told.exit_code == 2, told.output
    assert "Traceback" not in told.output


def test_a_taken_port(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("REDRESS_")}
        ended = subprocess.run(
            [sys.executable, "-m", "bot", "demo", "--port", str(port), "--data", str(tmp_path / "data")],
            capture_output=True,
            text=True,
            timeout=90,
            env=environment,
            cwd=Path(__file__).parents[1],
        )
    assert ended.returncode == 2, ended.stderr
    assert "taken" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_fresh_never_erases_what_no_demo_made(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    told = redress(f"demo --port 0 --data {tmp_path} --fresh")
    assert told.exit_code == 2
    assert (tmp_path / "thesis.txt").read_text() == "mine"


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_script_prints_the_whole_interview(language: str) -> None:
    told = redress(f"script minneapolis_opcr --language {language}").stdout
    for id in ("story", "name_choice", "respondents", "support_needs", "age_group"):
        assert f"[{id}: " in told


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_an_export_of_nothing_is_still_an_export(data: Path, form: str) -> None:
    told = redress(f"export --agency minneapolis_opcr --format {form}", data)
    assert told.exit_code == 0
    assert [*csv.DictReader(io.StringIO(told.stdout))] == []
    assert "links hold" in redress("audit verify", data).stdout


@pytest.fixture
def decided(data: Path) -> Path:
    """The same deployment after two complaints, an English and a Spanish one, about which staff have decided."""

    async def fill() -> None:
        database = await Database.open(
            f"sqlite+aiosqlite:///{data / 'redress.sqlite3'}", Vault(KeyFile.load(data / "keys.json"))
        )
        office = open_office(database, data / "files")
        boss = await office.hires("supervisor")
        told = {"en": "Officer Kestrel kicked me in the ribs.", "es": "El agente Ibarra me pegó en las costillas. 👮"}
        for language, words in told.items():
            case = await office.files(words, chat=language, language=language)
            await suggests(office, case, FORCE, RUDE)
            await decides(office, boss, case, EF="confirmed", LA="rejected")
        await database.close()

    asyncio.run(fill())
    return data


def test_what_staff_confirmed_is_exported_to_learn_from(decided: Path, tmp_path: Path) -> None:
    told = redress("export --agency minneapolis_opcr --training", decided)
    assert told.exit_code == 0, told.output
    assert "2 cases. Names were blacked out by the program alone" in told.stderr
    assert "a person must read every line" in told.stderr
    file = tmp_path / "own.jsonl"
    file.write_text(told.stdout, encoding="utf-8")
    assert [(each.language, each.labels) for each in corpus.load(file)] == [
        (language, {"conduct": frozenset({"excessive_force"})}) for language in ("en", "es")
    ]
    assert "Kestrel" not in told.stdout
    assert "en las costillas. 👮" in told.stdout
    one = redress("export --agency minneapolis_opcr --training --format jsonl --language es", decided)
    assert one.stdout.splitlines() == told.stdout.splitlines()[1:]
    assert "1 case." in one.stderr
    assert "links hold" in redress("audit verify", decided).stdout


def test_how_often_suggestions_were_changed_is_printed_and_written(decided: Path, tmp_path: Path) -> None:
    table = tmp_path / "overrides.csv"
    told = redress(f"report overrides --agency minneapolis_opcr --to 2026-12-31 --csv {table}", decided)
    assert told.exit_code == 0, told.output
    assert told.stdout.startswith("Internal, not for the public.")
    shown = [line.split() for line in told.stdout.splitlines()]
    assert ["discourtesy", "es", "1", "0", "1", "0", "0", "100%"] in shown
    assert ["excessive_force", "en", "1", "1", "0", "0", "0", "0%"] in shown
    rows = csv.DictReader(io.StringIO(table.read_text("utf-8-sig")))
    (rude, _) = [row for row in rows if row["label"] == "discourtesy"]
    assert (rude["rejected"], rude["share_changed"], rude["note"]) == ("1", "1.000", "internal")
    assert "links hold" in redress("audit verify", decided).stdout


def test_without_suggestions_there_is_a_sentence_and_nothing_to_learn(data: Path) -> None:
    told = redress("report overrides --agency minneapolis_opcr --to 9999-12-31", data)
    assert (told.exit_code, "has suggested nothing" in told.stdout) == (0, True)
    told = redress("export --agency minneapolis_opcr --training", data)
    assert (told.exit_code, told.stdout) == (0, "")


@pytest.fixture
def paper(data: Path, tmp_path: Path) -> Path:
    """A letter that the deployment made about its first complaint, as somebody was handed it."""

    async def made() -> bytes:
        database = await Database.open(
            f"sqlite+aiosqlite:///{data / 'redress.sqlite3'}", Vault(KeyFile.load(data / "keys.json"))
        )
        office = open_office(database, data / "files")
        case, ana = await office.files(), await office.hires()
        row = await office.row(ana.chat.id if ana.chat else "")
        paper = await documents.make(office.desk, row, ana, case.id, "acknowledgement", "es")
        await database.close()
        return paper.data

    file = tmp_path / "letter.pdf"
    file.write_bytes(asyncio.run(made()))
    return file


def test_a_paper_is_known_again_and_a_changed_one_is_not(data: Path, paper: Path, tmp_path: Path) -> None:
    told = redress(f"verify {paper}", data)
    assert told.exit_code == 0, told.output
    assert "byte for byte a paper that was made here: acknowledgement (es), about OPCR-2026-00001-" in told.output
    assert "made on 2026-09-14" in told.output
    assert "not sent" in told.output
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(paper.read_bytes() + b"\n")
    told = redress(f"verify {changed}", data)
    assert told.exit_code == 1
    assert "somebody has changed it" in told.output
    assert "OPCR" not in told.output
