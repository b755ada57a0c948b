"""The complaint that is sworn to: the complainant's own words and answers, and what is still missing; nothing else."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import conditions, filing_time, interview, statement
from bot.casework.agency import Agency
from bot.casework.sworn import Sworn
from bot.casework.turns import Answers
from bot.casework.workdays import day_at
from bot.desk.papers.wording import Wording
from bot.limit_words import LimitWords
from bot.words import Words
from storage import cases
from storage.cases import Case

YOU = ("name", "contact", "affected")
"""The questions of the shared profile that say who complains, and for whom."""


async def build(session: AsyncSession, agency: Agency, case: Case, wording: Wording) -> Mapping[str, object]:
    """Fill the template `complaint_to_swear`."""
    rule, language = agency.sworn, wording.language
    assert rule is not None, "or the profile would not have loaded"
    answers = interview.unpack(await cases.answers(session, agency.id, case))
    hidden = wording.kept(case)
    free = rule.without_notary and conditions.holds(rule.no_notary, interview.facts(agency, answers))
    return {
        "unfiled": agency.unfiled.words.to(language) if agency.unfiled else "",
        "written": wording.day(case.received_at),
        "you": _some(agency, answers, wording, YOU, hidden),
        "respondents": _respondents(rule, answers),
        "address": _some(agency, answers, wording, (rule.address,), hidden),
        "sorts": _some(agency, answers, wording, (*rule.sorts, *_dates(agency)), hidden),
        "statement": list(statement.paragraphs(answers)),
        "relief": _words(answers, rule.relief),
        "missing": _missing(agency, answers, wording),
        "oath": rule.oath.to(language),
        "how": rule.how.to(language).splitlines(),
        "without_notary": rule.without_notary.to(language) if rule.without_notary and free else "",
        "limits": _limits(agency, case, answers, wording),
        "offices": _offices(agency, case, language),
    }


def _some(
    agency: Agency, answers: Answers, wording: Wording, ids: tuple[str, ...], hidden: frozenset[str]
) -> list[tuple[str, str]]:
    others = frozenset(agency.interview) - set(ids)
    return wording.answers(answers, without=others, hidden=hidden)


def _dates(agency: Agency) -> tuple[str, ...]:
    return tuple(id for id in agency.interview if agency.question(id).kind == "date")


def _respondents(rule: Sworn, answers: Answers) -> list[str]:
    answer = answers.get(rule.respondents)
    return [str(each["text"]) for each in (answer.value or ()) if each.get("text")] if answer else []


def _words(answers: Answers, id: str) -> str:
    answer = answers.get(id)
    return str(answer.value) if answer is not None and answer.value else ""


def _missing(agency: Agency, answers: Answers, wording: Wording) -> list[str]:
    return [
        wording.say(f"sworn.missing_{lack}", name=agency.question(id).name.to(wording.language))
        for id, lack in statement.missing(agency, answers)
    ]


def _limits(agency: Agency, case: Case, answers: Answers, wording: Wording) -> list[str]:
    """Until when it has to be sworn; nothing once it is."""
    if wording.today is None or not filing_time.counts(agency, case.moments):
        return []
    today = day_at(agency, wording.today)
    return LimitWords(Words.load()).said(filing_time.filing(agency, answers), today, wording.language)


def _offices(agency: Agency, case: Case, language: str) -> list[tuple[str, str]]:
    """Where it can be sworn, the office of the case's own region first."""
    places = sorted(agency.places.values(), key=lambda each: each.id != case.region)
    return [(each.name.to(language), each.address) for each in places] or [(agency.name.to(language), agency.address)]
