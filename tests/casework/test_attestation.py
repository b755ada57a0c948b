"""Where a profile asks for an attestation, nobody is let in without one, and a no stays a no."""

from datetime import date

import pytest

from bot.casework import attestation
from bot.casework.attestation import Attestation
from bot.casework.errors import Refused
from bot.casework.parts import Text

ASKED = Attestation(words=Text(en="Never.", es="Nunca."), source="the ordinance", checked_on=date(2026, 11, 22))


def test_where_nothing_is_asked_everybody_may_come_in(office) -> None:
    assert not attestation.wanted(office(), None)
    attestation.must_be_given(office(), None)


@pytest.mark.parametrize("said", ["yes", "demo"])
def test_who_has_attested_may_come_in(office, said: str) -> None:
    attestation.must_be_given(office(attestation=ASKED), said)
    assert not attestation.wanted(office(attestation=ASKED), said)


@pytest.mark.parametrize(("said", "because"), [(None, "not_attested"), ("no", "attested_no")])
def test_nobody_else_may(office, said: str | None, because: str) -> None:
    with pytest.raises(Refused, match=because):
        attestation.must_be_given(office(attestation=ASKED), said)
    assert attestation.wanted(office(attestation=ASKED), said) is (said is None)
