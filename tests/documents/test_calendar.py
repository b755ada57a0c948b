"""An invitation reads back as what was arranged; a later one replaces an earlier one."""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar

from bot.documents import Appointment, invitation

AT = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
TALK = Appointment("m1@redress", "Talk with the office; bring papers, please", "Room 239\nCity Hall", AT, 45)


def test_an_invitation_reads_back_as_it_was_arranged() -> None:
    calendar = Calendar.from_ical(invitation(TALK, office="Office of Examples", made_at=AT - timedelta(days=9)))
    (event,) = calendar.walk("VEVENT")
    assert (str(event["summary"]), str(event["location"])) == (TALK.title, TALK.place)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (AT, AT + timedelta(minutes=45))
    assert (str(calendar["method"]), int(event["sequence"])) == ("PUBLISH", 0)
    assert [each.decoded("trigger") for each in event.walk("VALARM")] == [timedelta(days=-1)]


def test_a_cancelled_one_says_so_and_rings_no_more() -> None:
    off = Appointment("m1@redress", "Talk", "Room 239", AT, 45, revision=2, cancelled=True)
    calendar = Calendar.from_ical(invitation(off, office="Office of Examples", made_at=AT))
    (event,) = calendar.walk("VEVENT")
    assert (str(calendar["method"]), str(event["status"]), int(event["sequence"])) == ("CANCEL", "CANCELLED", 2)
    assert not event.walk("VALARM")
