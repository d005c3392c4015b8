"""The signed links of mails: confirm, unsubscribe, preferences. None opens what another is for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.core import signing

if TYPE_CHECKING:
    from newsletter.models import Subscriber

CONFIRM_FOR = dt.timedelta(days=7)
PREFERENCES_FOR = dt.timedelta(days=30)
STAMP_SECONDS = 2

CONFIRM, UNSUBSCRIBE, PREFERENCES, STAMP = (
    f"newsletter.{purpose}" for purpose in ("confirm", "unsubscribe", "preferences", "stamp")
)


class BadTokenError(Exception):
    """The token was altered, cut, or made for something else."""


class ConfirmClaim(NamedTuple):
    """What a confirmation link says."""

    uid: UUID
    version: int
    language: str
    is_expired: bool


class UnsubscribeClaim(NamedTuple):
    """What an unsubscribe link says: whose, and out of which issue (0: none)."""

    uid: UUID
    issue_number: int


def confirm_token(subscriber: Subscriber, language: str) -> str:
    """A link that works for seven days, unless the reader leaves meanwhile.

    The language travels in the link: a request changes nothing about an address until its owner confirms.
    """
    claim = {"u": subscriber.uid.hex, "v": subscriber.token_version, "l": language}
    return signing.dumps(claim, salt=CONFIRM)


def read_confirm(token: str) -> ConfirmClaim:
    """Also reads an expired link, so that the page can offer a new mail. Raises BadTokenError."""
    is_expired = False
    try:
        claim = signing.loads(token, salt=CONFIRM, max_age=CONFIRM_FOR)
    except signing.SignatureExpired:
        claim, is_expired = signing.loads(token, salt=CONFIRM), True
    except signing.BadSignature as error:
        raise BadTokenError from error
    return ConfirmClaim(UUID(claim["u"]), claim["v"], claim["l"], is_expired)


def unsubscribe_token(uid: UUID, issue_number: int = 0) -> str:
    """A link that works for ever: someone may want to leave years later."""
    return signing.Signer(salt=UNSUBSCRIBE).sign(f"{uid.hex}.{issue_number}")


def read_unsubscribe(token: str) -> UnsubscribeClaim:
    """Raises BadTokenError."""
    try:
        uid, _dot, number = signing.Signer(salt=UNSUBSCRIBE).unsign(token).partition(".")
    except signing.BadSignature as error:
        raise BadTokenError from error
    return UnsubscribeClaim(UUID(uid), int(number))


def preferences_token(uid: UUID) -> str:
    """A link to what we hold about a reader: good for thirty days."""
    return signing.TimestampSigner(salt=PREFERENCES).sign(uid.hex)


def read_preferences(token: str) -> tuple[UUID, bool]:
    """The reader and whether the link has expired. Raises BadTokenError."""
    signer = signing.TimestampSigner(salt=PREFERENCES)
    try:
        return UUID(signer.unsign(token, max_age=PREFERENCES_FOR)), False
    except signing.SignatureExpired:
        return UUID(signer.unsign(token)), True
    except signing.BadSignature as error:
        raise BadTokenError from error


def stamp() -> str:
    """When a form was rendered. It grows old with a cached page, which does no harm."""
    return signing.TimestampSigner(salt=STAMP).sign("form")


def is_too_quick(value: str) -> bool:
    """True for a form that came back sooner than a person types, or with no stamp of ours."""
    signer = signing.TimestampSigner(salt=STAMP)
    try:
        signer.unsign(value)
    except signing.BadSignature:
        return True
    try:
        signer.unsign(value, max_age=STAMP_SECONDS)
    except signing.SignatureExpired:
        return False
    return True
