"""Readers and their consent, issues and their items, deliveries and the state of the senders."""

from newsletter.models.deliveries import Delivery, SenderState
from newsletter.models.issues import (
    INTRO_LENGTH,
    SUBJECT_LENGTH,
    Issue,
    IssueItem,
    IssueRender,
    IssueText,
)
from newsletter.models.settings import NewsletterSettings
from newsletter.models.subscribers import NAME_LENGTH, ConsentEvent, Subscriber, Suppression

__all__ = [
    "INTRO_LENGTH",
    "NAME_LENGTH",
    "SUBJECT_LENGTH",
    "ConsentEvent",
    "Delivery",
    "Issue",
    "IssueItem",
    "IssueRender",
    "IssueText",
    "NewsletterSettings",
    "SenderState",
    "Subscriber",
    "Suppression",
]
