"""The complaint that is sworn to: the complainant's own words and answers, and what is still missing; nothing else."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import filing_time, interview, statement
from bot.casework.agency import Agency
from bot.casework.incident import window
from bot.casework.sworn import Sworn
from bot.casework.turns import Answer, Answers
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
    at_home = rule.at_home(interview.facts(agency, answers))
    law, other = _missing(agency, answers, wording)
    return {
        "unfiled": agency.unfiled.words.to(language) if agency.unfiled and not _filed(agency, case) else "",
        "written": wording.day(case.received_at),
        "you": _some(agency, answers, wording, tuple(each for each in YOU if each not in hidden)),
        "you_lines": _lines(agency, answers, wording, ("name", "contact"), hidden),
        "respondents": _respondents(rule, answers),
        "address": _some(agency, answers, wording, (rule.address,)),
        "against_lines": _lines(agency, answers, wording, (rule.respondents, rule.address)),
        "sorts": [*_some(agency, answers, wording, rule.sorts), *_days(agency, answers, wording)],
        "statement": list(statement.paragraphs(answers)),
        "relief": _words(answers, rule.relief),
        "law": law,
        "missing": other,
        "oath": rule.oath.to(language),
        "how": (rule.how_at_home if rule.how_at_home and at_home else rule.how).to(language).splitlines(),
        "without_notary": rule.without_notary.to(language) if rule.without_notary and at_home else "",
        "limits": _limits(agency, case, answers, wording),
        "offices": _offices(agency, case, language),
    }


def _some(agency: Agency, answers: Answers, wording: Wording, ids: tuple[str, ...]) -> list[tuple[str, str]]:
    return wording.answers(answers, without=frozenset(agency.interview) - set(ids))


def _lines(
    agency: Agency,
    answers: Answers,
    wording: Wording,
    ids: tuple[str, ...],
    hidden: frozenset[str] = frozenset(),
) -> list[str]:
    """What is to be written on the paper by hand: what is missing, and what staff do not see."""
    lacking = [each for each in statement.missing(agency, answers) if each[0] in ids]
    lacking += [(id, "all") for id in ids if id in hidden and (id, "all") not in lacking]
    return [_lack(agency, wording, *each) for each in lacking]


def _days(agency: Agency, answers: Answers, wording: Wording) -> list[tuple[str, str]]:
    """The days as a calendar has them: "last month" means another one to whoever reads it later."""
    dates = tuple(id for id in agency.interview if agency.question(id).kind == "date")
    meant = {agency.question(id).name.to(wording.language): _meant(answers.get(id), wording) for id in dates}
    return [(name, meant[name] or said) for name, said in _some(agency, answers, wording, dates)]


def _meant(answer: Answer | None, wording: Wording) -> str:
    days = window(answer) if answer is not None else None
    if days is None or days.exact:
        return ""
    assert answer is not None
    key = "sworn.on" if days.first == days.last else "sworn.between"
    fields = {"first": wording.day(days.first), "last": wording.day(days.last), "said": answer.value["said"]}
    return wording.say(key, **fields)


def _respondents(rule: Sworn, answers: Answers) -> list[str]:
    answer = answers.get(rule.respondents)
    return [str(each["text"]) for each in (answer.value or ()) if each.get("text")] if answer else []


def _words(answers: Answers, id: str) -> str:
    answer = answers.get(id)
    return str(answer.value) if answer is not None and answer.value else ""


def _missing(agency: Agency, answers: Answers, wording: Wording) -> tuple[list[str], list[str]]:
    """What is still missing: what the law asks for, and the rest."""
    assert agency.sworn is not None
    found = [(id, _lack(agency, wording, id, lack)) for id, lack in statement.missing(agency, answers)]
    law = frozenset(agency.sworn.law)
    return [said for id, said in found if id in law], [said for id, said in found if id not in law]


def _lack(agency: Agency, wording: Wording, id: str, lack: str) -> str:
    return wording.say(f"sworn.missing_{lack}", name=agency.question(id).name.to(wording.language))


def _filed(agency: Agency, case: Case) -> bool:
    return not filing_time.counts(agency, case.moments)


def _limits(agency: Agency, case: Case, answers: Answers, wording: Wording) -> list[str]:
    """Until when it has to be sworn; nothing once it is."""
    if wording.today is None or _filed(agency, case):
        return []
    today = day_at(agency, wording.today)
    return LimitWords(Words.load()).said(filing_time.filing(agency, answers), today, wording.language)


def _offices(agency: Agency, case: Case, language: str) -> list[tuple[str, str]]:
    """Where it can be sworn, the office of the case's own region first."""
    places = sorted(agency.places.values(), key=lambda each: each.id != case.region)
    return [(each.name.to(language), each.address) for each in places] or [(agency.name.to(language), agency.address)]
