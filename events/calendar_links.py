"""Addresses that open a date in the calendars of large providers. Pure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from coffee.core.language import absolute

if TYPE_CHECKING:
    from events.models import Occurrence

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"
ONE_DAY = dt.timedelta(days=1)


def google_url(date: Occurrence) -> str:
    """Google's form, filled in. The last day of whole days is exclusive there."""
    if date.all_day:
        days = (date.start_date, date.end_date + ONE_DAY)
        period = "/".join(f"{day:%Y%m%d}" for day in days)
    else:
        moments = (date.starts_at, date.ends_at)
        period = "/".join(f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}" for moment in moments)
    parameters = {
        "action": "TEMPLATE",
        "text": str(date.text("title")),
        "dates": period,
        "details": absolute(date.url),
        "location": date.place.line,
    }
    return f"{GOOGLE}?{urlencode(parameters)}"


def outlook_url(date: Occurrence) -> str:
    """Outlook's form, filled in."""
    if date.all_day:
        begin, end = date.start_date.isoformat(), (date.end_date + ONE_DAY).isoformat()
    else:
        begin, end = (
            f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
            for moment in (date.starts_at, date.ends_at)
        )
    parameters = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": str(date.text("title")),
        "startdt": begin,
        "enddt": end,
        "allday": "true" if date.all_day else "false",
        "body": absolute(date.url),
        "location": date.place.line,
    }
    return f"{OUTLOOK}?{urlencode(parameters)}"
