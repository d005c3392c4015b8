"""Hands one finished mail to the configured mail backend and says what became of it."""

from __future__ import annotations

import email
from dataclasses import dataclass
from email import policy as email_policy
from email.message import Message
from smtplib import (
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection

SENT, RETRY, REFUSED, DOUBT, UNREACHABLE = "sent", "retry", "refused", "doubt", "unreachable"
# Codes of 5xx replies that say: there is no such address (RFC 3463).
NO_SUCH_ADDRESS = ("5.1.1", "5.1.6", "5.1.10")
PERMANENT = 500


@dataclass(frozen=True)
class Outcome:
    """What the mail server said."""

    kind: str
    reply: str = ""

    @property
    def is_no_such_address(self) -> bool:
        """True when the address will never work."""
        return self.kind == REFUSED and any(code in self.reply for code in NO_SUCH_ADDRESS)


class _Raw(Message):
    """A parsed message that gives back exactly the bytes it was made from."""

    raw: bytes

    def as_bytes(self, unixfrom: bool = False, policy: Any = None, **_options: Any) -> bytes:
        return self.raw

    def as_string(self, *_args: Any, **_options: Any) -> str:
        return self.raw.decode("ascii")


class Letter(EmailMultiAlternatives):
    """Finished bytes in the form that every Django mail backend takes.

    The text parts are set as well, for backends that hand on fields instead of bytes.
    """

    def __init__(self, raw: bytes, *, envelope: str, recipient: str) -> None:
        parsed = email.message_from_bytes(raw, policy=email_policy.default)
        bodies = {
            part.get_content_type(): part.get_content()
            for part in parsed.walk()
            if not part.is_multipart()
        }
        super().__init__(parsed["Subject"], bodies["text/plain"], envelope, [recipient])
        self.attach_alternative(bodies["text/html"], "text/html")
        self.extra_headers = {
            name: str(value)
            for name, value in parsed.items()
            if name.lower() not in {"to", "subject", "content-type", "mime-version"}
        }
        self.raw = raw

    def message(self, *_args: Any, **_options: Any) -> Any:
        """The mail as it was built; the backend adds nothing."""
        message = email.message_from_bytes(self.raw, _class=_Raw)
        message.raw = self.raw
        return message


def _reply(code: object, text: object) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return f"{code} {words}"


def _said(code: int, text: object) -> Outcome:
    return Outcome(REFUSED if code >= PERMANENT else RETRY, _reply(code, text))


class Transport:
    """One connection to the mail backend, opened when first needed."""

    def __init__(self) -> None:
        self.backend = get_connection()
        self.is_open = False

    def open(self) -> Outcome | None:
        """Connect; an outcome only when that fails, in which case certainly nothing was sent."""
        if self.is_open:
            return None
        try:
            self.backend.open()
        except (OSError, SMTPException) as error:
            return Outcome(UNREACHABLE, str(error))
        self.is_open = True
        return None

    def close(self) -> None:
        """Let go of the connection; one that is broken already is no error."""
        try:
            self.backend.close()
        except (OSError, SMTPException):
            self.backend = get_connection()
        self.is_open = False

    def send(self, letter: Letter) -> Outcome:
        """One mail. A connection that breaks in the middle leaves a doubt: the last word may have been heard."""
        try:
            taken = self.backend.send_messages([letter])
        except SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            return _said(code, text)
        except SMTPServerDisconnected as error:
            self.close()
            return Outcome(DOUBT, str(error))
        except SMTPResponseException as error:
            self.close()
            return _said(error.smtp_code, error.smtp_error)
        except (OSError, SMTPException) as error:
            self.close()
            return Outcome(DOUBT, str(error))
        return Outcome(SENT) if taken else Outcome(RETRY, "the mail backend did not take the mail")
