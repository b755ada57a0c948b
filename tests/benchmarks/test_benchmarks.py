"""The benchmark runs and adds up; how fast anything is, is for people to read."""

from pathlib import Path

import pytest

from tests.benchmarks import filings, queues, report, searching, starting, turns
from tests.benchmarks.acts import SHORT
from tests.benchmarks.figures import Series, table
from tests.benchmarks.places import Folder, Place, server
from tests.databases import POSTGRES


async def check(place: Place, folder: Path) -> None:
    measured = await turns.measured(place, folder, turns.Measure(turns=1, people=2, acts=SHORT))
    length = len(SHORT)
    assert [len(each.seconds) for each in (measured.turn, measured.echo, measured.sql)] == [length] * 3
    assert len(measured.crowd.seconds) == len(measured.echo_crowd.seconds) == 2 * length
    assert 1 <= measured.calls <= 3
    assert 4 <= measured.commits < measured.statements
    assert 0 < measured.sql.each < measured.turn.each
    assert report.turns(measured, people=2)["ratio"] == measured.ratio > 0.5


async def test_turns_are_measured_beside_their_floors(tmp_path: Path) -> None:
    await check(Folder(tmp_path), tmp_path)


@pytest.mark.postgres
async def test_turns_are_measured_on_postgres(tmp_path: Path) -> None:
    async with server(POSTGRES) as place:
        await check(place, tmp_path)


async def test_filings_are_measured(tmp_path: Path) -> None:
    series = await filings.measured(Folder(tmp_path), tmp_path / "filings", count=2)
    assert len(series.seconds) == 2
    assert 0 < report.filings("SQLite", series)["p50_ms"] < 20_000


async def test_searches_are_measured(tmp_path: Path) -> None:
    measured = await searching.measured(Folder(tmp_path), tmp_path / "search", count=60)
    assert {each.name: each.found for each in measured.searches} == {
        "a word of the oldest case": 1,
        "nothing at all": 0,
        "part of a word in all": 0,
        "a badge and a word": 0,
        "a common word": 50,
        "a reference": 1,
    }
    assert len(measured.compared) == 20
    assert report.searching(measured)["a reference"]["took"] > 0


@pytest.mark.long
async def test_starts_are_measured(tmp_path: Path) -> None:
    starts = await starting.measured(tmp_path, count=1)
    assert [each.first for each in starts] == [True, False]
    figures = report.start(starts, await starting.parts(tmp_path))
    assert figures["first start"]["cpu"] > 0
    assert all(seconds > 0 for seconds in figures["parts"].values())


def test_percentiles_and_tables() -> None:
    series = Series([0.004, 0.001, 0.003, 0.002], elapsed=0.02, worked=0.01)
    assert (series.percentile(50), series.percentile(95), series.each) == (0.002, 0.004, 0.005)
    assert series.figures()["per_second"] == 200.0
    assert table(("", "n"), [("one", 1), ("two", 22)]) == "      n\none   1\ntwo  22"


async def test_lists_and_claims_are_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "WARM", 1)
    few, many = await queues.measured(Folder(tmp_path), tmp_path / "queues", many=2_000, times=2)
    assert (few.count, many.count) == (1_000, 2_000)
    assert {len(each.seconds) for each in (*few.series.values(), *many.series.values())} == {2}
    assert set(report.queues("SQLite", few, many)) == set(queues.WORK)
