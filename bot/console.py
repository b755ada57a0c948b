"""The work behind the commands about offices: each does one thing and says it plainly; called by `__main__`."""

import sys
from datetime import date
from pathlib import Path

import typer

from bot.casework import claims
from bot.clock import Clock
from bot.desk import overrides as overriding
from bot.desk import pausing, reports, roster, statistics, training_export
from bot.desk.statistics import Wanted
from bot.opening import every
from bot.operating import LABELS, agencies, agency_of, fail, settings, told, with_desk
from bot.settings import Settings
from storage.roster import Member

LONGEST_NAME = 80


def check(*, facts: bool) -> None:
    """Load every profile that is there, served or not."""
    chosen = settings()
    agencies(chosen)  # what is served has to be there
    with told():
        there = every(chosen, LABELS)
    for agency in there.values():
        typer.echo(f"{agency.id}: holds together ({len(agency.questions)} questions, {len(agency.deadlines)} clocks, "
                   f"queues: {', '.join(agency.queues)}), digest {agency.digest[:12]}")  # fmt: skip
        for claim in claims.unverified(agency) if facts else ():
            typer.echo(f"  not verified: {claim.where}: {claim.says} ({claim.source}, looked at {claim.checked_on})")


def script(name: str, language: str) -> None:
    """Print an agency's interview."""
    from bot.script import printed

    if language not in ("en", "es"):
        fail(f"there is no language {language!r}; choose en or es")
    typer.echo(printed(agency_of(settings(), name), language))


def export(name: str, form: str) -> None:
    """Write the export to standard output."""
    if form not in ("csv", "jsonl"):
        fail(f"there is no format {form!r}; choose csv or jsonl")
    agency_of(settings(), name)
    count = with_desk(lambda desk: reports.export(desk, roster.CONSOLE, name, sys.stdout, as_csv=form == "csv"))
    typer.echo(_cases(count), err=True)


def export_training(name: str, form: str | None, language: str | None) -> None:
    """Write what a reader can learn from to standard output."""
    if form not in (None, "jsonl"):
        fail(f"--training writes JSON lines and nothing else; leave --format {form} out")
    if language not in (None, "en", "es"):
        fail(f"there is no language {language!r}; choose en or es")
    agency_of(settings(), name)
    out = typer.get_text_stream("stdout", encoding="utf-8")  # JSON is UTF-8, whatever the terminal speaks
    count = with_desk(lambda desk: training_export.export(desk, roster.CONSOLE, name, out, language=language))
    typer.echo(f"{_cases(count)}. Names were blacked out by the program alone, which misses some: a person must read "
               "every line before this leaves the office.", err=True)  # fmt: skip


def _cases(count: int) -> str:
    return f"{count} case{'' if count == 1 else 's'}"


def report(name: str, wanted: Wanted, out: Path | None, table: Path | None) -> None:
    """Write the statistics report, as a PDF, a CSV or both."""
    if wanted.language not in ("en", "es"):
        fail(f"there is no language {wanted.language!r}; choose en or es")
    if out is None and table is None:
        fail("say where to write it: --out FILE.pdf, --csv FILE.csv, or both")
    agency_of(settings(), name)
    made = with_desk(lambda desk: statistics.of_operator(desk, roster.CONSOLE, name, wanted))
    with told():
        for path, data in ((out, made.pdf), (table, made.csv)):
            if path is not None:
                path.write_bytes(data)
                typer.echo(str(path))


def overrides(name: str, first: date | None, last: date | None, table: Path | None) -> None:
    """Print how often staff changed what the reader suggested, and write the same as a CSV if asked to."""
    agency_of(settings(), name)
    wanted = overriding.Wanted(first, last)
    counted = with_desk(lambda desk: overriding.of_operator(desk, roster.CONSOLE, name, wanted))
    with told():
        typer.echo(overriding.written(counted))
        if table is not None:
            table.write_bytes(overriding.csv_of(counted))
            typer.echo(str(table), err=True)


def invite(name: str, *, role: str, person: str, queues: list[str] | None, language: str) -> None:
    """Print an invitation link."""
    if language not in ("en", "es"):
        fail(f"there is no language {language!r}; choose en or es")
    if not (0 < len(person.strip()) <= LONGEST_NAME and person.isprintable()):
        fail(f"--name must be a name of 1 to {LONGEST_NAME} characters on one line")
    chosen = settings()
    if agency_of(chosen, name).guides:
        fail("the guide has no staff: it only finds the office; invite for one of the offices")
    member, token = with_desk(
        lambda desk: roster.invite(desk, roster.CONSOLE, name, role=role, name=person, queues=queues, language=language)
    )
    typer.echo(f"{link_base(chosen)}?start={token}")
    typer.echo(f"For {person}, once, within {roster.INVITATION_DAYS} days. When they have opened it:\n"
               f"  redress staff confirm --agency {name} {member.id}", err=True)  # fmt: skip


def link_base(chosen: Settings) -> str:
    """Where invitation links lead: the bot on Telegram where its name is known, else the staff page."""
    if chosen.bot_name:
        return f"https://t.me/{chosen.bot_name}"
    base = chosen.public_url or f"http://{chosen.webchat_listen or '127.0.0.1:8080'}"
    return f"{base.rstrip('/')}/staff/desk"


def poster(name: str, place: str | None, language: str, out: Path) -> None:
    """Write a poster as a PDF; a place has to be one of the profile's, for it is said to whoever comes by it."""
    from bot import poster as posters

    chosen = settings()
    agency = agency_of(chosen, name)
    if language not in posters.LANGUAGES:
        fail(f"there is no language {language!r}; choose {', '.join(posters.LANGUAGES)}")
    if place is not None and place not in agency.places:
        fail(f"{name} has no place {place!r}; there is: {', '.join(agency.places) or 'none; add [place.<id>] to it'}")
    led = posters.links(chosen, agency, agency.places.get(place or ""))
    if not led:
        fail("a poster needs an address: set REDRESS_BOT_NAME for Telegram, REDRESS_PUBLIC_URL for the page, or both")
    with told():
        out.write_bytes(posters.made(agency, agency.places.get(place or ""), language, led, Clock(chosen.clock)()))
    typer.echo(f"{out}: {', '.join(led.values())}")


def confirm(name: str, member_id: str) -> None:
    """Let somebody in."""
    agency_of(settings(), name)
    member = with_desk(lambda desk: roster.confirm(desk, roster.CONSOLE, name, member_id))
    typer.echo(f"{member.name} is in.")


def remove(name: str, member_id: str) -> None:
    """Take access away."""
    agency_of(settings(), name)
    member = with_desk(lambda desk: roster.remove(desk, roster.CONSOLE, name, member_id))
    typer.echo(f"{member.name} has no access any more.")


def members(name: str) -> None:
    """List everybody of an agency."""
    agency_of(settings(), name)
    for each in with_desk(lambda desk: roster.every(desk, name)):
        typer.echo(_line(each))


def _line(member: Member) -> str:
    queues = ", ".join(member.queues) or "no queue"
    attested = f", attested: {member.attested}, {member.attested_at:%Y-%m-%d}" if member.attested_at else ""
    return f"{member.id}  {member.state:<9}  {member.role:<12}  {member.name}  ({queues}){attested}"


def pause(name: str, until: str, because: str, *, end: bool) -> None:
    """Begin or end the pause of an office."""
    agency_of(settings(), name)
    if end:
        with_desk(lambda desk: pausing.end_at_console(desk, roster.CONSOLE, name))
        typer.echo(f"{name} is at work again.")
        return
    try:
        until_on = date.fromisoformat(until)
    except ValueError:
        fail("--until must be a day like 2026-12-15")
    with_desk(lambda desk: pausing.begin_at_console(desk, roster.CONSOLE, name, until_on, because))
    typer.echo(f"{name} starts nothing new until {until_on}. Complaints are taken, clocks run, and it ends by itself.")
