"""Invitations that a telephone or an office program puts into its calendar; called through `bot.documents`."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event


@dataclass(frozen=True, slots=True)
class Appointment:
    """One appointment. `revision` counts up with every change, so that calendars replace what they have."""

    uid: str
    title: str
    place: str
    starts_at: datetime
    minutes: int
    revision: int = 0
    cancelled: bool = False


def invitation(appointment: Appointment, *, office: str, made_at: datetime) -> bytes:
    """Return the appointment as an .ics file, in UTC, with an alarm a day before; `office` is who invites."""
    calendar = Calendar()
    calendar.add("prodid", "-//Redress//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if appointment.cancelled else "PUBLISH")
    event = Event()
    event.add("uid", appointment.uid)
    event.add("dtstamp", made_at)
    event.add("sequence", appointment.revision)
    event.add("summary", appointment.title)
    event.add("location", appointment.place)
    event.add("dtstart", appointment.starts_at)
    event.add("dtend", appointment.starts_at + timedelta(minutes=appointment.minutes))
    event.add("status", "CANCELLED" if appointment.cancelled else "CONFIRMED")
    event.add("contact", office)
    if not appointment.cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", appointment.title)
        alarm.add("trigger", timedelta(days=-1))
        event.add_component(alarm)
    calendar.add_component(event)
    return bytes(calendar.to_ical())
