"""The bytes of one mail: headers, encoding, and what is refused."""

from __future__ import annotations

import datetime as dt
import email
import uuid
from dataclasses import replace
from email import policy
from typing import Any

import pytest

from newsletter.message import (
    GREETING,
    PREFERENCES,
    UNSUBSCRIBE,
    Reader,
    Sheet,
    Skeleton,
    UnsafeMailError,
    quoted,
)

SHEET = Sheet(
    number=7,
    language="fr",
    subject="Une soupe, une facture et une grande table – été",
    html=f"<p>Été {'x' * 200} 1=1 </p>\n<p>{GREETING}</p>\n.<a href='{UNSUBSCRIBE}'>non</a> {PREFERENCES}\n",
    text=f"Été \n\n{GREETING}\n.\n{UNSUBSCRIBE}\nfin",
    frozen_at=dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC),
    sender_name="COFFEE, le réseau",
    sender_address="newsletter@example.org",
    reply_to="",
    list_name="newsletter.example.org",
    domain="example.org",
    archive_url="https://example.org/fr/newsletter/",
    help_url="https://example.org/newsletter/subscribe/",
)
READER = Reader(
    uuid.UUID(int=42), "claire@example.org", "Bonjour Claire <3,", "https://example.org/n/u/x/", "https://example.org/n/p/x/"
)  # fmt: skip


def built(sheet: Sheet = SHEET, reader: Reader = READER) -> bytes:
    return Skeleton(sheet).build(reader)


def test_a_mail_program_finds_no_defect_and_gets_the_templates_text_back() -> None:
    message = email.message_from_bytes(built(), policy=policy.default)
    assert [part.defects for part in message.walk()] == [[], [], []]
    parts = message.iter_parts()
    text, html = (part.get_content().replace("\r\n", "\n") for part in parts)
    assert text == SHEET.text.replace(GREETING, READER.greeting).replace(
        UNSUBSCRIBE, READER.unsubscribe_url
    )
    assert "<p>Bonjour Claire &lt;3,</p>" in html
    assert "x" * 200 in html
    assert "Été" in html
    assert "\ue000" not in html + text


def test_the_headers_let_people_leave_and_programs_file() -> None:
    message = email.message_from_bytes(built(), policy=policy.default)
    assert message["Subject"] == SHEET.subject
    assert message["To"] == "claire@example.org"
    assert message["From"] == '"COFFEE, le réseau" <newsletter@example.org>'
    assert message["Message-ID"] == f"<{READER.uid}@example.org>"
    assert message["Date"] == "Mon, 23 Nov 2026 10:00:00 +0000"
    assert message["List-Unsubscribe"] == "<https://example.org/n/u/x/>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == "COFFEE <newsletter.example.org>"
    assert message["Feedback-ID"] == "issue7:fr:newsletter:coffee"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Coffee-Delivery"] == str(READER.uid)
    assert "Reply-To" not in message
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_every_line_is_short_and_ascii() -> None:
    raw = built()
    assert raw.isascii()
    head, _blank, body = raw.partition(b"\r\n\r\n")
    assert max(map(len, head.split(b"\r\n"))) <= 998
    assert max(map(len, body.split(b"\r\n"))) <= 76
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_the_same_delivery_gives_the_same_bytes() -> None:
    assert built() == built()


@pytest.mark.parametrize(
    "evil", ["Sujet\r\nBcc: all@example.org", "Sujet\nX: y", "a\x00b", "a\u2028b"]
)
def test_no_value_can_start_a_header_of_its_own(evil: str) -> None:
    changes: list[dict[str, Any]] = [
        {"subject": evil},
        {"sender_name": evil},
        {"reply_to": evil},
        {"list_name": evil},
    ]
    for change in changes:
        with pytest.raises(UnsafeMailError):
            built(replace(SHEET, **change))
    with pytest.raises(UnsafeMailError):
        built(reader=replace(READER, email=f"{evil}@example.org"))
    with pytest.raises(UnsafeMailError):
        built(reader=replace(READER, unsubscribe_url=evil))


def test_a_greeting_stays_in_the_body_whatever_it_holds() -> None:
    evil = replace(READER, greeting="Bonjour x\r\nBcc: all@example.org\r\n\r\n")
    message = email.message_from_bytes(built(reader=evil), policy=policy.default)
    assert "Bcc" not in message


@pytest.mark.parametrize(
    "text", ["", " ", "a ", "=", "é" * 100, "a\n\nb", "\t", "x" * 72, "x" * 73, "x" * 500]
)
def test_quoted_printable_decodes_to_what_went_in(text: str) -> None:
    raw = (
        b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        + quoted(text)
    )
    payload = email.message_from_bytes(raw).get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode() == text.replace("\n", "\r\n")
