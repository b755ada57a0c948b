"""What the program says about itself: only what is on the list, to whatever standard error is at that moment."""

import io
import json
import logging
import sys

import pytest
import structlog

from bot import logs


def said(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """The lines on standard error."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_only_keys_on_the_list_and_short_plain_values_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up()
    log = structlog.get_logger()
    log.error("update_failed", narrative="He kicked me", name="Ana Reed", fault="x" * 65, agency=["a"], attempts=2)
    (line,) = said(capsys)
    assert line.pop("timestamp")
    assert line == {"event": "update_failed", "level": "error", "attempts": 2}


def test_what_is_only_for_the_curious_needs_asking(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up()
    structlog.get_logger().info("started")
    assert said(capsys) == []
    logs.set_up(verbose=True)
    structlog.get_logger().info("started")
    assert [each["event"] for each in said(capsys)] == ["started"]


def test_a_line_goes_to_the_standard_error_of_the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    log = structlog.get_logger()
    first, second = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", first)
    logs.set_up()
    log.error("one")
    first.close()
    monkeypatch.setattr(sys, "stderr", second)
    log.error("two")
    assert json.loads(second.getvalue())["event"] == "two"


def test_libraries_that_would_log_updates_and_addresses_are_silent(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(verbose=True)
    for library in ("aiogram", "aiohttp.access", "sqlalchemy.engine", "apscheduler", "alembic"):
        logging.getLogger(library).error("token in here")
    assert said(capsys) == []
