"""Addresses as keys, hashes and networks."""

from __future__ import annotations

from typing import Any

from django.test import RequestFactory

import pytest

from newsletter.addresses import (
    LIMIT_BITS,
    ascii_domain,
    client_address,
    email_hash,
    email_hashes,
    email_key,
    network_of,
    truncated,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Claire@Example.org", "claire@example.ORG"),
        (" claire@example.org ", "claire@example.org"),
        ("claire@ex\u00e4mple.org", "claire@EX\u00c4MPLE.org"),
        ("claire@ex\u00e4mple.org", "claire@xn--exmple-cua.org"),
        ("\uff43laire@example.org", "claire@example.org"),
    ],
)
def test_two_spellings_of_an_address_are_one_key(one: str, other: str) -> None:
    assert email_key(one) == email_key(other)


@pytest.mark.parametrize(
    "other", ["cl.aire@example.org", "claire+news@example.org", "claire@example.com"]
)
def test_nothing_is_guessed_about_dots_and_tags(other: str) -> None:
    assert email_key(other) != email_key("claire@example.org")


def test_the_part_before_the_sign_is_mailed_as_it_was_typed() -> None:
    assert ascii_domain("Claire@EXAMPLE.org") == "Claire@example.org"


def test_a_hash_of_the_old_key_is_still_found_after_a_rotation(settings: Any) -> None:
    before = email_hash("a@example.org")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, which protects nothing either, for this test"
    assert email_hash("a@example.org") != before
    assert before in email_hashes("A@example.org")


def test_an_own_key_makes_hashes_independent_of_the_secret_key(settings: Any) -> None:
    settings.NEWSLETTER_HASH_KEY = "own"
    before = email_hash("a@example.org")
    settings.SECRET_KEY = "another key, which protects nothing either, for this test"
    assert email_hash("a@example.org") == before


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("", ""),
        ("unknown", ""),
    ],
)
def test_a_consent_record_keeps_only_a_part_of_the_network_address(address: str, kept: str) -> None:
    assert truncated(address) == kept


def test_one_household_counts_as_one_network() -> None:
    assert network_of("2001:db8:1:2:3::4", LIMIT_BITS) == network_of(
        "2001:db8:1:2:ffff::9", LIMIT_BITS
    )
    assert network_of("192.0.2.1", LIMIT_BITS) != network_of("192.0.2.2", LIMIT_BITS)


def test_a_visitor_cannot_choose_an_address_by_a_header(settings: Any) -> None:
    request = RequestFactory().get(
        "/", HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7", REMOTE_ADDR="192.0.2.1"
    )
    assert client_address(request) == "192.0.2.1"
    settings.TRUSTED_PROXY_COUNT = 1
    assert client_address(request) == "198.51.100.7"
    settings.TRUSTED_PROXY_COUNT = 3
    assert client_address(request) == "192.0.2.1"
