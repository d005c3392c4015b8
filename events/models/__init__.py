"""Events: what is planned (pages), what takes place (dates), who comes (registrations)."""

# In this order: each module reads the ones before it, and events.scheduling reads the first two.
from events.models.hosts import EventHost  # isort: skip
from events.models.occurrences import Occurrence, lock_occurrence  # isort: skip
from events.models.pages import EventEvidence, EventPage, EventTranslation  # isort: skip
from events.models.registrations import AttendanceCount, Registration  # isort: skip

__all__ = [
    "AttendanceCount",
    "EventEvidence",
    "EventHost",
    "EventPage",
    "EventTranslation",
    "Occurrence",
    "Registration",
    "lock_occurrence",
]
