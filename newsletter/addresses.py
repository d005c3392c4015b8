"""Addresses as keys: one spelling for comparing, a keyed hash for remembering, a network for limiting."""

from __future__ import annotations

import hmac
import unicodedata
from hashlib import sha256
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest

# What is kept of the address of a browser in a consent record, and what counts as one network for limits.
KEPT_BITS = {4: 24, 6: 48}
LIMIT_BITS = {4: 32, 6: 64}


def ascii_domain(address: str) -> str:
    """The address with its domain in the form that mail servers speak; the part before @ as typed."""
    local, _at, domain = unicodedata.normalize("NFKC", address).strip().rpartition("@")
    try:
        domain = domain.lower().encode("idna").decode("ascii")
    except UnicodeError:
        domain = domain.lower()
    return f"{local}@{domain}"


def email_key(address: str) -> str:
    """The spelling under which two addresses are the same person's; nothing is guessed about dots or tags."""
    return ascii_domain(address).lower()


def hash_keys() -> list[str]:
    """The key in use first, then older ones that are still understood.

    `NEWSLETTER_HASH_KEY` keeps suppressions valid when SECRET_KEY is replaced.
    """
    own = getattr(settings, "NEWSLETTER_HASH_KEY", "")
    return [own] if own else [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def email_hashes(address: str) -> list[str]:
    """The keyed hash of an address under every key that is understood, the current one first."""
    message = b"newsletter.address:" + email_key(address).encode()
    return [hmac.new(key.encode(), message, sha256).hexdigest() for key in hash_keys()]


def email_hash(address: str) -> str:
    """The keyed hash that stands for an address where the address itself may not be kept."""
    return email_hashes(address)[0]


def client_address(request: HttpRequest) -> str:
    """The visitor's network address; X-Forwarded-For counts only behind the known number of proxies."""
    direct: str = request.META.get("REMOTE_ADDR", "")
    proxies: int = getattr(settings, "TRUSTED_PROXY_COUNT", 0)
    if not proxies:
        return direct
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    return hops[-proxies] if len(hops) >= proxies else direct


def network_of(address: str, bits: dict[int, int]) -> str:
    """The network that an address belongs to; empty for something that is no address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network(f"{parsed}/{bits[parsed.version]}", strict=False).network_address)


def truncated(address: str) -> str:
    """The part of a network address that a consent record keeps: /24 or /48."""
    network = network_of(address, KEPT_BITS)
    bits = KEPT_BITS[6 if ":" in network else 4]
    return f"{network}/{bits}" if network else ""
