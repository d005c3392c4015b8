"""Everything that is asked of an issue before it may be sent."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coffee.core.language import language_codes
from coffee.core.templatetags.coffee_tags import language_name
from newsletter.compose import Content, Entry, arrange, look
from newsletter.models import Issue, SenderState, Subscriber
from newsletter.render import LARGEST_HTML, render
from spaces.models import SpacePage, country_name

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEN_WITHIN = dt.timedelta(seconds=60)


@dataclass(frozen=True)
class Finding:
    """One remark; a blocking one must be dealt with before Send."""

    message: str
    is_blocking: bool = False


def check(issue: Issue, now: dt.datetime | None = None) -> list[Finding]:
    """What is to be said of the issue, what blocks first."""
    moment = now or timezone.now()
    entries = look(issue, moment)
    content = Content(issue, tuple(entry for entry in entries if entry.shown))
    found = [
        *languages(issue),
        *(
            Finding(
                _("“%(item)s” is over or not public: leave it out.") % {"item": entry.item}, True
            )
            for entry in entries
            if not entry.shown
        ),
        *twice(entries),
        *sides(issue, content),
        *size(content),
        *readers(),
        *sender(moment),
    ]
    return sorted(found, key=lambda finding: not finding.is_blocking)


def languages(issue: Issue) -> Iterator[Finding]:
    """Subject and introduction in every language, unless the sender says that one is enough."""
    missing = issue.missing_languages()
    for code in missing:
        message = _("Subject or introduction is missing in this language: %(language)s.")
        nothing_at_all = len(missing) == len(language_codes())
        yield Finding(
            message % {"language": language_name(code)},
            not issue.allow_untranslated or nothing_at_all,
        )


def twice(entries: list[Entry]) -> Iterator[Finding]:
    """The same page or person more than once, by hand and by proposal."""
    seen = Counter((entry.item.page, entry.item.profile) for entry in entries)
    for (page, profile), times in seen.items():
        if times > 1 and (page or profile):
            yield Finding(_("“%(item)s” stands in it twice.") % {"item": page or profile}, True)


def sides(issue: Issue, content: Content) -> Iterator[Finding]:
    """Something of each country that has a space, unless the sender says otherwise."""
    if not content.entries:
        yield Finding(_("There is nothing to show: propose or choose items."), True)
        return
    wanted = set(SpacePage.objects.in_network().values_list("country", flat=True))
    for country in sorted(wanted - content.sides()):
        message = _("Nothing comes from this side of the border: %(country)s.")
        yield Finding(message % {"country": country_name(country)}, not issue.allow_one_sided)


def size(content: Content) -> Iterator[Finding]:
    """Mail programs cut long mails."""
    arrangement = arrange(content.slots)
    if arrangement is None or not content.entries:
        return
    for code in language_codes():
        if len(render(content, code, arrangement).html.encode()) > LARGEST_HTML:
            yield Finding(_("The mail is too long: leave something out."), True)
            return


def readers() -> Iterator[Finding]:
    """How many will get it in which language."""
    rows = Subscriber.objects.active().order_by().values_list("language").annotate(Count("pk"))
    counts = dict(rows)
    if not counts:
        yield Finding(_("Nobody has subscribed yet."), True)
    for code in language_codes():
        n = counts.get(code, 0)
        text = ngettext("%(n)s reader in %(language)s", "%(n)s readers in %(language)s", n)
        yield Finding(text % {"n": n, "language": language_name(code)})


def sender(now: dt.datetime) -> Iterator[Finding]:
    """Somebody must carry the mails out."""
    if not sender_is_seen(now):
        yield Finding(_("No sender is running at the moment: the mails will wait."))


def sender_is_seen(now: dt.datetime | None = None) -> bool:
    """True when a sender process has shown itself within the last minute."""
    seen = SenderState.objects.filter(seen_at__gte=(now or timezone.now()) - SEEN_WITHIN)
    return seen.exists()
