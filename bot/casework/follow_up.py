"""What a profile says about what others have to do after a decision; read by `agency`, checked by `soundness`."""

from typing import TYPE_CHECKING

from bot.casework.advice import Found, is_id, misnamed, twice, unknown
from bot.casework.parts import Choice, Part, Text, is_rung

if TYPE_CHECKING:
    from bot.casework.agency import Agency


class FollowUpKind(Part):
    """One kind: what may come of it (`choices`), who has to do it where that is always the same, and the reminders."""

    id: str
    name: Text
    choices: tuple[Choice, ...]
    body: str | None = None
    remind: tuple[str, ...] = ("7 days before", "when due", "7 days after", "30 days after")


def problems(agency: "Agency") -> Found:
    """Something can come of it, somebody that there is has to do it, and its reminders end."""
    yield from misnamed("follow_up", agency.follow_ups)
    for id, kind in agency.follow_ups.items():
        where = f"follow_up.{id}"
        if not kind.choices:
            yield f"{where}.choices", "nothing can come of it. Name at least one outcome."
        yield from twice((each.id for each in kind.choices), f"{where}.choices")
        advice = "Use up to 24 small letters, digits and _, starting with a letter."
        yield from (
            (f"{where}.choices.{each.id}", f'"{each.id}" cannot be an id. {advice}')
            for each in kind.choices
            if not is_id(each.id)
        )
        if kind.body is not None and kind.body not in agency.bodies:
            yield f"{where}.body", unknown(kind.body, agency.bodies, "body")
        for rung in kind.remind:
            if not is_rung(rung) or rung.startswith("every"):
                advice = 'Write it as in "7 days before", "when due" or "7 days after".'
                yield f"{where}.remind", f'"{rung}" is not a step here. {advice}'
