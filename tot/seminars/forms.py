"""What is said about a session when it is planned or changed."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectChoice, SelectField, StringField, TimeField
from wtforms.validators import NumberRange

from tot.cohorts.models import MODES
from tot.courses.rules import Module
from tot.seminars.rules import AFTERNOON, MORNING, Plan
from tot.seminars.words import MODE_WORDS
from tot.web.forms import CreatingForm, at_most, folded, needed
from tot.web.languages import say

_minutes = NumberRange(1, 720, _l("Write a number of minutes from 1 to 720."))


class _WhereForm(CreatingForm):
    """What sessions of any length share."""

    title = StringField(
        _l("Title"),
        description=_l("As it stands on the sign-in sheet and in the register."),
        filters=[folded],
        validators=[needed, at_most(120)],
    )
    day = DateField(_l("Date"), validators=[needed])

    def offer_modules(self, modules: Iterable[Module]) -> None:
        """The modules that a session may be about."""
        offered = [SelectChoice(module.id, say(module.title)) for module in modules]
        self.module_key.choices = [SelectChoice("", _("No single module")), *offered]

    def _moment(self, at: time, zone: ZoneInfo) -> datetime:
        return datetime.combine(self.day.data, at, tzinfo=zone).astimezone(UTC)

    def _plan(self, title: str, begins: time, ends: time, minutes: int, zone: ZoneInfo) -> Plan:
        begins_at, ends_at = self._moment(begins, zone), self._moment(ends, zone)
        where = (self.mode.data, self.venue.data or "", self.module_key.data or None)
        return Plan(title, begins_at, ends_at, minutes, *where)


def _mode_field() -> SelectField:
    return SelectField(_l("How it is held"), choices=[SelectChoice(mode, MODE_WORDS[mode]) for mode in MODES])


def _venue_field() -> StringField:
    return StringField(
        _l("Venue"),
        description=_l("The room and the address, or the name of the online meeting."),
        filters=[folded],
        validators=[at_most(200)],
    )


def _module_field() -> SelectField:
    return SelectField(_l("Module"))


class SessionForm(_WhereForm):
    """One session."""

    begins = TimeField(_l("Begins"), default=MORNING.begins, validators=[needed])
    ends = TimeField(_l("Ends"), default=MORNING.ends, validators=[needed])
    minutes = IntegerField(
        _l("Contact minutes"),
        default=MORNING.minutes,
        description=_l("Training time without breaks. Certificates count these minutes."),
        validators=[needed, _minutes],
    )
    mode = _mode_field()
    venue = _venue_field()
    module_key = _module_field()

    def plan(self, zone: ZoneInfo) -> Plan:
        """The session that was described, in UTC."""
        return self._plan(self.title.data, self.begins.data, self.ends.data, self.minutes.data, zone)


class DayForm(_WhereForm):
    """A whole day: a session in the morning and one in the afternoon."""

    morning_begins = TimeField(_l("Morning begins"), default=MORNING.begins, validators=[needed])
    morning_ends = TimeField(_l("Morning ends"), default=MORNING.ends, validators=[needed])
    morning_minutes = IntegerField(
        _l("Contact minutes in the morning"),
        default=MORNING.minutes,
        description=_l("Training time without breaks."),
        validators=[needed, _minutes],
    )
    afternoon_begins = TimeField(_l("Afternoon begins"), default=AFTERNOON.begins, validators=[needed])
    afternoon_ends = TimeField(_l("Afternoon ends"), default=AFTERNOON.ends, validators=[needed])
    afternoon_minutes = IntegerField(
        _l("Contact minutes in the afternoon"),
        default=AFTERNOON.minutes,
        description=_l("Training time without breaks."),
        validators=[needed, _minutes],
    )
    mode = _mode_field()
    venue = _venue_field()
    module_key = _module_field()

    def plans(self, zone: ZoneInfo) -> list[Plan]:
        """The two sessions that were described, in UTC."""
        titles = {
            "morning": _("%(title)s, morning", title=self.title.data),
            "afternoon": _("%(title)s, afternoon", title=self.title.data),
        }
        return [self._half(half, title, zone) for half, title in titles.items()]

    def _half(self, half: str, title: str, zone: ZoneInfo) -> Plan:
        begins, ends, minutes = (self[f"{half}_{part}"].data for part in ("begins", "ends", "minutes"))
        return self._plan(title, begins, ends, minutes, zone)
