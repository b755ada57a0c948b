"""A panel, a surge and what waits for a panel are checked in a profile, with what to do instead."""

from datetime import date

import pytest

from bot.casework.agency import Action, Agency, Disposition, Status
from bot.casework.oversight import Panel, PublicStatus, Surge, problems
from bot.casework.parts import Text

WORDS = Text(en="words", es="palabras")
SAID = {"source": "a page", "checked_on": date(2026, 11, 22)}


def with_action(office, **more) -> Agency:  # type: ignore[no-untyped-def]
    action = Action(id="go", to="closed", by=("intake",), label=WORDS, **more)
    statuses = {
        "received": Status(id="received", name=WORDS, stage=WORDS, actions={"go": action}),
        "closed": Status(id="closed", name=WORDS, stage=WORDS, terminal=True),
    }
    return office(statuses=statuses, dispositions={"done": Disposition(id="done", name=WORDS)})  # type: ignore[no-any-return]


def found(agency: Agency) -> dict[str, str]:
    return dict(problems(agency))


def test_a_profile_without_any_of_it_is_sound(office) -> None:
    assert found(office()) == {}
    whole = office(
        panel=Panel(members=5, **SAID),
        surge=Surge(cases=5, within="7 days", **SAID),
        public_status=PublicStatus(**SAID),
    )
    assert found(whole) == {}


@pytest.mark.parametrize(
    ("piece", "where"),
    [
        ({"panel": Panel(members=0, **SAID)}, "panel.members"),
        ({"surge": Surge(cases=1, within="7 days", **SAID)}, "surge.cases"),
        ({"surge": Surge(cases=2, within="7 business days", **SAID)}, "surge.within"),
        ({"surge": Surge(cases=2, within="soon", **SAID)}, "surge.within"),
    ],
)
def test_what_cannot_be_is_named_with_what_to_write(office, piece, where) -> None:
    assert "Write" in found(office(**piece))[where]


def test_an_action_waits_only_for_a_panel_that_there_is(office) -> None:
    agency = with_action(office, panel=True)
    assert found(agency) == {"workflow.received.go.panel": "there is no panel. Define [panel], or remove this."}
    assert found(agency.model_copy(update={"panel": Panel(members=5, **SAID)})) == {}


def test_the_outcomes_of_an_action_are_dispositions_that_it_asks_for(office) -> None:
    where = "workflow.received.go.outcomes"
    assert found(with_action(office, disposition=True, outcomes=("done",))) == {}
    assert '"gone"' in found(with_action(office, disposition=True, outcomes=("gone",)))[where]
    assert "asks for no disposition" in found(with_action(office, outcomes=("done",)))[where]
