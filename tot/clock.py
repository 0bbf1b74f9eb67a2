"""Which day it is where the installation stands: a moment late in the evening in UTC is the next morning there."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app


def time_zone() -> ZoneInfo:
    """The zone in which days begin and end, sessions are planned and times are shown."""
    return ZoneInfo(current_app.config["TOT"].time_zone)


def local_day(moment: datetime) -> date:
    """The calendar day of a moment at the installation's place."""
    return moment.astimezone(time_zone()).date()
