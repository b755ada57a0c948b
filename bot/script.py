"""Prints a whole interview with its branches, for counsel and translators; called by `redress script`."""

from collections.abc import Iterator

from bot.casework.agency import Agency, Question, When


def printed(agency: Agency, language: str) -> str:
    """The notice, every question in order with its answers and conditions, the statistics, what a witness is asked."""
    return "\n".join(_lines(agency, language))


def _lines(agency: Agency, language: str) -> Iterator[str]:
    yield f"{agency.name.to(language)} ({agency.id})"
    yield f"Notice, version {agency.privacy.version}"
    for part in (agency.emergency, agency.privacy.summary, agency.caution, agency.another_way):
        yield from ("", part.to(language))
    yield from ("", "Full notice", agency.privacy.full.to(language), "", "Crisis message", agency.crisis.to(language))
    parts = (("Interview", agency.interview), ("After the receipt", agency.statistics), ("A witness", agency.witness))
    for heading, ids in parts:
        yield from ("", f"== {heading}")
        for number, id in enumerate(ids, 1):
            yield ""
            yield from _question(agency, number, agency.question(id), language)


def _question(agency: Agency, number: int, question: Question, language: str) -> Iterator[str]:
    needed = "" if question.optional else ", needed"
    yield f"{number}. {question.ask.to(language)}   [{question.id}: {question.kind}{needed}]"
    if question.hint:
        yield f"   {question.hint.to(language)}"
    for choice in question.choices:
        yield f"   ( ) {choice.label.to(language)}"
    if question.when:
        yield f"   only when {_when(agency, question.when, language)}"


def _when(agency: Agency, when: When, language: str) -> str:
    return " and ".join(f"{agency.question(id).name.to(language)} = {_values(agency, id, wanted, language)}"
                        for id, wanted in when.items())  # fmt: skip


def _values(agency: Agency, id: str, wanted: object, language: str) -> str:
    labels = {choice.id: choice.label.to(language) for choice in agency.question(id).choices}
    values = wanted if isinstance(wanted, list) else [wanted]
    return " or ".join(labels.get(str(each), str(each).lower()) for each in values)
