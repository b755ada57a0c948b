"""No claim of a profile that nobody has verified stays unlisted, whatever kind of piece makes it."""

import types
from collections.abc import Iterator
from datetime import date
from typing import Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from bot.casework.agency import Agency
from bot.casework.claims import Claim, unverified
from bot.casework.parts import Part, ProcessFact

Path = tuple[tuple[type[BaseModel], str, str], ...]


def kinds(of: type[BaseModel] = Part) -> set[type[BaseModel]]:
    """Every kind of piece that says `verified`, wherever it is defined."""
    found = {of} if "verified" in of.model_fields else set()
    return found.union(*(kinds(each) for each in of.__subclasses__() if each.__module__.startswith("bot.")))


def held(annotation: Any) -> Iterator[tuple[str, type[BaseModel]]]:
    """The pieces that a field may hold, and in what: itself, a tuple or a table."""
    origin = get_origin(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield "itself", annotation
    elif origin in {Union, types.UnionType}:
        for each in get_args(annotation):
            yield from held(each)
    elif origin in {tuple, dict}:
        for each in get_args(annotation):
            yield from ((origin.__name__, piece) for how, piece in held(each) if how == "itself")


def ways(model: type[BaseModel] = Agency, path: Path = ()) -> Iterator[tuple[type[BaseModel], Path]]:
    """Every way from the profile down to a claim."""
    if "verified" in model.model_fields:
        yield model, path
    for field, info in model.model_fields.items():
        for how, piece in held(info.annotation):
            if piece not in [model, *(each for each, _, _ in path)]:
                yield from ways(piece, (*path, (model, field, how)))


def built(kind: type[BaseModel], path: Path) -> Any:
    """A profile with nothing in it but one unverified claim at the end of this way."""
    made: Any = bare(kind)
    for name, value in {"verified": False, "source": "the law", "checked_on": date(2026, 11, 22)}.items():
        object.__setattr__(made, name, value)
    for model, field, how in reversed(path):
        holder = bare(model)
        object.__setattr__(holder, field, {"itself": made, "tuple": (made,), "dict": {"x": made}}[how])
        made = holder
    return made


def bare(model: type[BaseModel]) -> BaseModel:
    return model.model_construct(**dict.fromkeys(model.model_fields))  # type: ignore[arg-type]


WAYS = list(ways())


def test_every_kind_of_claim_is_in_a_profile() -> None:
    """A kind that is found nowhere would stand somewhere that the walk does not go, such as a list of lists."""
    assert kinds() == {kind for kind, _ in WAYS}
    assert len(kinds()) >= 4


@pytest.mark.parametrize(("kind", "path"), WAYS, ids=lambda each: each.__name__ if isinstance(each, type) else None)
def test_an_unverified_claim_is_listed_wherever_it_may_stand(kind: type[BaseModel], path: Path) -> None:
    assert {"source", "checked_on"} <= kind.model_fields.keys()
    (claim,) = unverified(built(kind, path))
    assert (claim.source, claim.checked_on) == ("the law", date(2026, 11, 22))


def test_a_claim_says_where_it_stands_and_what_it_is(office, deadline) -> None:
    fact = {"source": "a leaflet", "checked_on": date(2026, 11, 22)}
    agency = office(
        deadlines=(deadline(verified=False), deadline(name="sure")),
        facts=(
            ProcessFact(fact="It takes a year.", verified=False, **fact),
            ProcessFact(fact="It is free.", verified=True, **fact),
        ),
    )
    assert list(unverified(agency)) == [
        Claim("deadline.first_look", "within = 3 days, of = received", "the ordinance", date(2026, 11, 22)),
        Claim("fact.1", "It takes a year.", "a leaflet", date(2026, 11, 22)),
    ]
