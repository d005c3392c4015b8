"""The bytes of one mail. Pure: what was rendered goes in with one reader's values, a message comes out.

Encoding 40 kB as quoted-printable costs milliseconds, so each literal piece of a render is encoded once, and
the reader's values are glued in between soft line breaks. The decoded parts equal the template's output exactly.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from email.header import Header
from email.utils import format_datetime, formataddr
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING

from newsletter.texts import NOT_ONE_LINE

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

# Place-holders are private-use characters; all content is stripped of them before it meets a template.
GREETING, UNSUBSCRIBE, PREFERENCES = ("\ue000G\ue001", "\ue000U\ue001", "\ue000P\ue001")
PLACE_HOLDER = re.compile("\ue000([GUP])\ue001")
# Header lines end at 998 bytes (RFC 5322), encoded body lines at 76 with the soft break.
LONGEST_HEADER = 998
ROOM = 72
ADDRESS = re.compile(r"[\x21-\x3b\x3d\x3f-\x7e ]+@[A-Za-z0-9.-]+\Z")
SOFT_BREAK = b"=\r\n"
_PLAIN = {byte for byte in range(33, 127) if byte != ord("=")} | {ord(" ")}
_QUOTED = [bytes([byte]) if byte in _PLAIN else b"=%02X" % byte for byte in range(256)]


class UnsafeMailError(ValueError):
    """A value could have started a header of its own, or is no address."""


@dataclass(frozen=True)
class Sheet:
    """One render of an issue and what all its mails have in common."""

    number: int
    language: str
    subject: str
    html: str
    text: str
    frozen_at: dt.datetime
    sender_name: str
    sender_address: str
    reply_to: str
    list_name: str
    domain: str
    archive_url: str
    help_url: str
    # Where undelivered mail comes back to, and the key that signs the way; empty: to the sender.
    bounce_domain: str = ""
    bounce_key: str = ""

    def envelope(self, uid: UUID) -> str:
        """The return path of one mail: names the delivery, signed so that nobody can forge a bounce."""
        if not self.bounce_domain:
            return self.sender_address
        mark = hmac.new(self.bounce_key.encode(), uid.bytes, sha256).hexdigest()[:8]
        return f"b+{uid.hex}.{mark}@{self.bounce_domain}"


@dataclass(frozen=True)
class Reader:
    """What differs from mail to mail."""

    uid: UUID
    email: str
    greeting: str
    unsubscribe_url: str
    preferences_url: str


def quoted(text: str) -> bytes:
    """Quoted-printable with CRLF between the lines of the text, no line longer than 76 bytes."""
    lines = text.encode().replace(b"\r\n", b"\n").split(b"\n")
    return b"\r\n".join(map(_quoted_line, lines))


def _quoted_line(line: bytes) -> bytes:
    pieces = [_QUOTED[byte] for byte in line]
    if pieces and pieces[-1] == b" ":
        # A blank at the end of a line would be lost on the way.
        pieces[-1] = b"=20"
    rows: list[bytes] = []
    row: list[bytes] = []
    length = 0
    for piece in pieces:
        if length + len(piece) > ROOM:
            rows.append(b"".join(row))
            row, length = [], 0
        row.append(piece)
        length += len(piece)
    rows.append(b"".join(row))
    return SOFT_BREAK.join(rows)


def header(name: str, value: str) -> bytes:
    """One header line. Raises UnsafeMailError for a value that is not one line."""
    if NOT_ONE_LINE.search(value):
        raise UnsafeMailError(f"{name} is not one line.")
    if not value.isascii():
        value = Header(value, "utf-8", header_name=name).encode(linesep="\r\n")
    line = f"{name}: {value}\r\n".encode("ascii")
    if max(map(len, line.split(b"\r\n"))) > LONGEST_HEADER:
        raise UnsafeMailError(f"{name} is too long.")
    return line


def mailbox(name: str, address: str) -> str:
    """A name and an address for From; both must be one line, or `header` refuses them."""
    if NOT_ONE_LINE.search(name) or not ADDRESS.match(address):
        raise UnsafeMailError("The sender is not one line.")
    return formataddr((name, address), charset="utf-8")


class Skeleton:
    """A sheet with everything encoded that its mails share."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.shared = self._shared_headers()
        self.parts = [
            ("plain", self._pieces(sheet.text), False),
            ("html", self._pieces(sheet.html), True),
        ]

    @staticmethod
    def _pieces(text: str) -> list[tuple[bytes, str]]:
        """Pairs of an encoded literal and the place-holder that follows it; the last has none."""
        pieces = [*PLACE_HOLDER.split(text), ""]
        literals, names = pieces[::2], pieces[1::2]
        return [(quoted(literal), name) for literal, name in zip(literals, names, strict=True)]

    def _shared_headers(self) -> bytes:
        sheet = self.sheet
        headers = [
            ("From", mailbox(sheet.sender_name, sheet.sender_address)),
            ("Reply-To", sheet.reply_to),
            ("Subject", sheet.subject),
            ("Date", format_datetime(sheet.frozen_at)),
            ("MIME-Version", "1.0"),
            ("Content-Language", sheet.language),
            ("List-Id", f"COFFEE <{sheet.list_name}>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ("List-Archive", f"<{sheet.archive_url}>"),
            ("List-Help", f"<{sheet.help_url}>"),
            ("Feedback-ID", f"issue{sheet.number}:{sheet.language}:newsletter:coffee"),
            ("Precedence", "bulk"),
            ("Auto-Submitted", "auto-generated"),
            ("X-Auto-Response-Suppress", "OOF, AutoReply"),
        ]
        return b"".join(header(name, value) for name, value in headers if value)

    def build(self, reader: Reader) -> bytes:
        """The mail of one reader. The same arguments give the same bytes, always."""
        if not ADDRESS.match(reader.email):
            raise UnsafeMailError("To is no address.")
        boundary = f"=_coffee_{reader.uid.hex}".encode()
        out = [
            self.shared,
            header("To", f"<{reader.email}>" if " " in reader.email else reader.email),
            header("Message-ID", f"<{reader.uid}@{self.sheet.domain}>"),
            header("List-Unsubscribe", f"<{reader.unsubscribe_url}>"),
            header("X-Coffee-Delivery", str(reader.uid)),
            b'Content-Type: multipart/alternative;\r\n boundary="%s"\r\n' % boundary,
        ]
        values = {
            "G": reader.greeting,
            "U": reader.unsubscribe_url,
            "P": reader.preferences_url,
        }
        for subtype, pieces, is_html in self.parts:
            glued = {
                name: SOFT_BREAK + quoted(escape(value) if is_html else value) + SOFT_BREAK
                for name, value in values.items()
            }
            out.append(b"\r\n--%s\r\n" % boundary)
            out.append(b'Content-Type: text/%s; charset="utf-8"\r\n' % subtype.encode())
            out.append(b"Content-Transfer-Encoding: quoted-printable\r\n\r\n")
            for literal, name in pieces:
                out.append(literal)
                if name:
                    out.append(glued[name])
        out.append(b"\r\n--%s--\r\n" % boundary)
        return b"".join(out)
