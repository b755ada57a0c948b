"""The house keeps its shape: a place for everything, a test beside every module, documents that name what there is."""

import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.test_commands import COMMANDS

ROOT = Path(__file__).parents[1]
TOP = {"bot", "nlp", "storage", "tests", "deployment", "pyproject.toml", "README.md", "LICENSE"}
PACKAGES = (
    "bot",
    "bot/casework",
    "bot/desk",
    "bot/desk/papers",
    "bot/documents",
    "bot/telegram",
    "bot/webchat",
    "nlp",
    "nlp/training",
    "storage",
)
TESTED_ELSEWHERE = {
    "bot/__main__.py": "tests/test_commands.py",
    "bot/console.py": "tests/test_commands.py",
    "bot/upkeep.py": "tests/test_commands.py",
    "bot/script.py": "tests/test_commands.py",
    "bot/serving.py": "tests/test_commands.py",
    "bot/demo.py": "tests/test_browser.py",
    "bot/webchat/entrance.py": "tests/webchat/test_return.py",
    "nlp/training/batches.py": "tests/nlp/training/test_fit.py",
    "nlp/training/network.py": "tests/nlp/training/test_fit.py",
    "nlp/training/ship.py": "tests/nlp/training/test_fit.py",
    "nlp/training/published.py": "tests/nlp/test_train.py",
    "storage/caserows.py": "tests/storage/test_cases.py",
}


def modules() -> list[str]:
    """Every module of the program, by its path."""
    found = (path for package in PACKAGES for path in (ROOT / package).glob("*.py"))
    return sorted(str(path.relative_to(ROOT)) for path in found if path.name != "__init__.py")


def test_nothing_else_lies_at_the_top() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    tops = {line.partition("/")[0] for line in listed.stdout.splitlines()}
    assert {top for top in tops if not top.startswith(".")} <= TOP


@pytest.mark.parametrize("module", modules())
def test_every_module_has_its_test(module: str) -> None:
    path = Path(module)
    mirror = ROOT / "tests" / path.parent.relative_to("bot") if path.parts[0] == "bot" else ROOT / "tests" / path.parent
    own = mirror / f"test_{path.stem}.py"
    assert own.is_file() or (ROOT / TESTED_ELSEWHERE[module]).is_file()


def test_only_the_clock_reads_the_clock() -> None:
    readers = [
        m for m in modules() if re.search(r"datetime\.now\(|date\.today\(|utcnow\(", (ROOT / m).read_text("utf-8"))
    ]
    assert readers == ["bot/clock.py"]


def test_what_a_package_reads_is_packed_with_it() -> None:
    packed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["package-data"]["*"]
    files = [path for package in ("bot", "nlp", "storage") for path in (ROOT / package).rglob("*") if path.is_file()]
    read = {path.name for path in files if path.suffix not in (".py", ".pyc")}
    assert not {name for name in read if not any(fnmatch(name, pattern) for pattern in packed)}


def documents() -> str:
    return "\n".join((ROOT / name).read_text("utf-8") for name in ("README.md", "deployment/runbook.md"))


@pytest.mark.parametrize("command", COMMANDS)
def test_the_documents_name_every_command(command: str) -> None:
    assert f"redress {command}" in documents()


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_the_documents_name_every_setting(name: str) -> None:
    setting = f"REDRESS_{name.upper()}"
    assert setting in documents()
    assert setting in (ROOT / "deployment" / "redress.env.example").read_text("utf-8")


@pytest.mark.parametrize(
    "package", ["nlp.reader", "storage.cases", "bot.casework.interview", "bot.desk.intake", "bot.console"]
)
def test_the_slow_import_stays_with_the_talking_layer(package: str) -> None:
    program = f"import sys, {package}; sys.exit('aiogram' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, timeout=60).returncode == 0
