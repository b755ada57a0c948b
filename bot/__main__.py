"""The `redress` command; every part is imported only by the command that needs it."""

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Redress takes residents through a complaint by chat and keeps the office on time.",
)
staff = typer.Typer(no_args_is_help=True, help="Invite, confirm, list and remove the people who work on cases.")
db = typer.Typer(no_args_is_help=True, help="Create, bring up to date or look at the database.")
audit = typer.Typer(no_args_is_help=True, help="Look at the audit chain.")
keys = typer.Typer(no_args_is_help=True, help="Change the master key that everything stored is sealed under.")
report = typer.Typer(no_args_is_help=True, help="Make reports about an office.")
app.add_typer(report, name="report")
app.add_typer(staff, name="staff")
app.add_typer(db, name="db")
app.add_typer(audit, name="audit")
app.add_typer(keys, name="keys")

AgencyOption = Annotated[str, typer.Option("--agency", help="Id of the profile, such as minneapolis_opcr.")]


@app.command()
def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the page; 0 takes any free one.")] = 8080,
    data: Annotated[Path, typer.Option(help="Folder for database, key file and files.")] = Path(".redress"),
    fresh: Annotated[bool, typer.Option("--fresh", help="Erase what an earlier demo left in the folder.")] = False,
    clock: Annotated[
        Path | None, typer.Option(help="File with seconds to add to the clock; default: DATA/clock.")
    ] = None,
) -> None:
    """Run everything on this machine: embedded database, a chat page in the browser, demo staff. No account needed."""
    from bot import serving

    serving.demo(port, data, fresh=fresh, clock=clock)


@app.command()
def run() -> None:
    """Run the bot on Telegram (REDRESS_BOT_TOKEN), on the web chat (REDRESS_WEBCHAT_LISTEN), or on both."""
    from bot import serving

    serving.run()


@app.command()
def check(
    facts: Annotated[
        bool, typer.Option("--facts", help="Also list every process fact that nobody has verified.")
    ] = False,
) -> None:
    """Check every agency profile and say what has to be put right."""
    from bot import console

    console.check(facts=facts)


@app.command()
def script(
    agency: Annotated[str, typer.Argument(help="Id of the profile, such as minneapolis_opcr.")],
    language: Annotated[str, typer.Option(help="en or es.")] = "en",
) -> None:
    """Print the whole interview with its branches, for counsel and translators."""
    from bot import console

    console.script(agency, language)


@app.command()
def classify(
    file: Annotated[
        Path | None, typer.Argument(help="JSON lines; without a file, or with -, those on standard input.")
    ] = None,
) -> None:
    """Read JSON lines {"id", "text", "language"?} and write what the reader finds, one line for one.

    A line that is not good is named on standard error, the others go on, and the status is 1.
    """
    from bot import classify as work

    # JSON is UTF-8, whatever the terminal speaks.
    out = typer.get_text_stream("stdout", encoding="utf-8")
    raise typer.Exit(work.run(file, typer.get_binary_stream("stdin"), out, sys.stderr))


@app.command()
def export(
    agency: AgencyOption,
    format: Annotated[str | None, typer.Option(help="csv or jsonl.", show_default="csv")] = None,
    training: Annotated[
        bool,
        typer.Option(
            "--training",
            help="Write stories with the labels that staff confirmed, as JSON lines for `python -m nlp.train --also`. "
            "Names are blacked out by the program alone, which misses some: a person must read the whole file before "
            "it leaves the office.",
        ),
    ] = False,
    language: Annotated[str | None, typer.Option(help="With --training: en or es.", show_default="both")] = None,
) -> None:
    """Write every case of an agency to standard output, without anything a person wrote; the export is audited.

    With --training: the stories, blacked out, of the cases whose allegations staff have all decided.
    """
    from bot import console

    if training:
        console.export_training(agency, format, language)
    elif language is not None:
        raise typer.BadParameter("--language goes with --training only: the other export holds no words")
    else:
        console.export(agency, format or "csv")


@app.command("import")
def import_(
    file: Annotated[Path | None, typer.Argument(help="A spreadsheet saved as CSV (UTF-8).")] = None,
    agency: Annotated[str | None, typer.Argument(help="Id of the profile, such as ct_doc_parole.")] = None,
    commit: Annotated[bool, typer.Option("--commit", help="Make cases of the rows that are in order.")] = False,
    example: Annotated[
        str | None, typer.Option("--example", metavar="AGENCY", help="Print the columns there can be, with one row.")
    ] = None,
) -> None:
    """Look through a spreadsheet of complaints and list every problem by row and column; --commit brings it in."""
    from bot import bring

    if example is not None:
        bring.example(example)
    elif file is None or agency is None:
        raise typer.BadParameter("name a file and an agency, or ask for --example AGENCY")
    else:
        bring.bring(file, agency, commit=commit)


@app.command()
def pause(
    agency: Annotated[str, typer.Argument(help="Id of the profile, such as ct_doc_parole.")],
    until: Annotated[str, typer.Option(help="The last day, such as 2026-12-15.")] = "",
    because: Annotated[str, typer.Option(help="Why, for the supervisors.")] = "",
    end: Annotated[bool, typer.Option("--end", help="End the pause that runs.")] = False,
) -> None:
    """Tell people that the office starts nothing new until a day; complaints are taken all the while, clocks run."""
    from bot import console

    console.pause(agency, until, because, end=end)


@app.command("verify")
def verify_file(file: Annotated[Path, typer.Argument(help="A PDF that somebody says this office made.")]) -> None:
    """Say whether a PDF is byte for byte a paper that this deployment made: which, when, about which case."""
    from bot import upkeep

    upkeep.verify_file(file)


@report.command("statistics")
def statistics(
    agency: Annotated[str, typer.Argument(help="Id of the profile, such as minneapolis_opcr.")],
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day on which cases came.")],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day on which cases came.")],
    language: Annotated[str, typer.Option(help="en or es.")] = "en",
    out: Annotated[Path | None, typer.Option(help="Where to write the PDF.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Where to write the same numbers as a CSV.")] = None,
    internal: Annotated[bool, typer.Option("--internal", help="Show small numbers too; not for the public.")] = False,
) -> None:
    """Count the cases of a period and write the figures for the public as a PDF and a CSV; it is audited."""
    from bot import console
    from bot.desk.statistics import Wanted

    console.report(agency, Wanted(first.date(), last.date(), language, not internal), out, csv)


@report.command("overrides")
def overrides(
    agency: AgencyOption,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day on which cases came.")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day on which cases came.")
    ] = None,
    csv: Annotated[Path | None, typer.Option(help="Where to write the same numbers as a CSV.")] = None,
) -> None:
    """Count how often staff changed what the reader suggested, by label, language and score; internal, and audited."""
    from bot import console

    console.overrides(agency, first.date() if first else None, last.date() if last else None, csv)


@app.command()
def poster(
    agency: Annotated[str, typer.Argument(help="Id of the profile, such as minneapolis_opcr.")],
    place: Annotated[str | None, typer.Argument(help="Where it hangs: the id of a place of the profile.")] = None,
    language: Annotated[str, typer.Option(help="en, es, or both on one page.")] = "both",
    out: Annotated[Path, typer.Option(help="Where to write the PDF.")] = Path("poster.pdf"),
) -> None:
    """Make a poster whose code opens the chat with this office; whoever comes by it may say that it happened there."""
    from bot import console

    console.poster(agency, place, language, out)


@staff.command()
def invite(
    agency: AgencyOption,
    role: Annotated[str, typer.Option(help="intake, investigator, supervisor, custodian or auditor.")],
    name: Annotated[str, typer.Option(help="Whom you invite, as colleagues know them.")],
    queue: Annotated[
        list[str] | None, typer.Option(help="A queue they look after; repeat for several; default: all.")
    ] = None,
    language: Annotated[str, typer.Option(help="en or es.")] = "en",
) -> None:
    """Print a single-use link for a new colleague; it ends in start=TOKEN and expires after seven days."""
    from bot import console

    console.invite(agency, role=role, person=name, queues=queue, language=language)


@staff.command()
def confirm(
    agency: AgencyOption, member: Annotated[str, typer.Argument(help="The id that `staff list` shows.")]
) -> None:
    """Let a colleague in who has opened their link; do it only when you know that it was them."""
    from bot import console

    console.confirm(agency, member)


@staff.command("list")
def list_(agency: AgencyOption) -> None:
    """List everybody: id, state, role, name, queues."""
    from bot import console

    console.members(agency)


@staff.command()
def remove(
    agency: AgencyOption, member: Annotated[str, typer.Argument(help="The id that `staff list` shows.")]
) -> None:
    """Take a colleague's access away; it acts on their next press."""
    from bot import console

    console.remove(agency, member)


@db.command()
def upgrade() -> None:
    """Create the database, or bring an older one up to date. Make a backup first."""
    from bot import upkeep

    upkeep.upgrade()


@db.command("check")
def db_check() -> None:
    """Say whether the database can be used by this version."""
    from bot import upkeep

    upkeep.db_check()


@keys.command()
def add() -> None:
    """Make a new master key the current one; older ones stay in the file. Back the file up, then rewrap."""
    from bot import upkeep

    upkeep.add_key()


@keys.command()
def rewrap() -> None:
    """Wrap every data key with the current master key, while the service runs; may be stopped and run again."""
    from bot import upkeep

    upkeep.rewrap()


@audit.command()
def verify(
    checkpoint: Annotated[
        Path | None, typer.Option(help="A checkpoint kept apart; written there when missing.")
    ] = None,
) -> None:
    """Walk every audit chain and say whether each link holds."""
    from bot import upkeep

    upkeep.verify(checkpoint)


def main() -> None:
    """The console script."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # whoever started it has closed it
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - for as long as it runs
    app()


if __name__ == "__main__":
    main()
