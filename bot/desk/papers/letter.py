"""A letter: the paragraphs of its kind that staff chose, with what is known about the case in their variables."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import interview, letter
from bot.casework.agency import Agency
from bot.casework.party import MAY_USE
from bot.casework.workdays import day_at
from bot.desk import clocks
from bot.desk.papers.wording import Wording
from storage import cases
from storage.cases import Case


async def build(session: AsyncSession, agency: Agency, case: Case, wording: Wording) -> Mapping[str, object]:
    """Fill the template `letter`. Raises Refused for a paragraph that would have a hole in it."""
    kind = wording.kind
    assert kind is not None
    values = await _values(session, agency, case, wording)
    chosen = wording.chosen
    return {
        "title": kind.name.to(wording.language),
        "name": values["name"],
        "paragraphs": list(letter.paragraphs(kind, wording.language, chosen.blocks, chosen.words, values)),
    }


async def _values(session: AsyncSession, agency: Agency, case: Case, wording: Wording) -> dict[str, str]:
    """What stands for each of `letter.VARIABLES`; empty where the case has nothing to say."""
    language, office = wording.language, wording.office()
    ended = agency.dispositions.get(case.disposition or "")
    return {
        "reference": case.reference,
        "received": wording.day(case.received_at),
        "today": wording.day(wording.today) if wording.today else "",
        "stage": agency.statuses[case.status].stage.to(language) if case.status in agency.statuses else "",
        "disposition": ended.name.to(language) if ended else "",
        **await _next(session, agency, case, wording),
        "name": await _name(session, agency, case),
        "office": office["name"],
        **{name: office[name] for name in ("phone", "address", "web")},
    }


async def _next(session: AsyncSession, agency: Agency, case: Case, wording: Wording) -> dict[str, str]:
    """The next date that the complainant is told about."""
    promised = clocks.promised(agency, await clocks.known_facts(session, agency, case))
    today = day_at(agency, wording.today) if wording.today else None
    ahead = [each for each in promised if each.met_at is None and (today is None or each.due_on >= today)]
    if case.closed_at is not None or not ahead:
        return {"next_duty": "", "next_date": ""}
    first = min(ahead, key=lambda each: each.due_at)
    title = next(each.title for each in agency.deadlines if each.name == first.name)
    return {"next_duty": title.to(wording.language), "next_date": wording.day(first.due_on)}


async def _name(session: AsyncSession, agency: Agency, case: Case) -> str:
    """The complainant's name, only where they said that it may be used."""
    answers = interview.unpack(await cases.answers(session, agency.id, case))
    said = answers.get("name")
    usable = case.name_choice == MAY_USE and said is not None and isinstance(said.value, str)
    return " ".join(str(said.value).split()) if usable and said is not None else ""
