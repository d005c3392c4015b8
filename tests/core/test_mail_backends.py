"""The outbox of the demo: one readable file per mail."""

import email
import email.policy
from pathlib import Path

from django.core.mail import EmailMessage, EmailMultiAlternatives

from coffee.core.mail_backends import EmlFileBackend


def mail(subject: str = "Réservation confirmée", to: str = "anne@example.org") -> EmailMessage:
    message = EmailMultiAlternatives(subject, "Bonjour à tous", "coffee@example.org", [to])
    message.attach_alternative("<p>Bonjour à tous</p>", "text/html")
    return message


def test_a_mail_becomes_a_file_that_mail_programs_open(tmp_path: Path) -> None:
    assert EmlFileBackend(file_path=tmp_path / "mail").send_messages([mail()]) == 1
    (path,) = (tmp_path / "mail").iterdir()
    kept = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert path.name.endswith("_anne@example.org_reservation-confirmee.eml")
    assert kept["Subject"] == "Réservation confirmée"
    body = kept.get_body(("plain",))
    assert body
    assert body.get_content().strip() == "Bonjour à tous"


def test_names_sort_in_the_order_of_sending(tmp_path: Path) -> None:
    backend = EmlFileBackend(file_path=tmp_path)
    paths = [backend.keep(mail(subject)) for subject in ("Zut", "Ah", "Mmm")]
    assert sorted(tmp_path.iterdir()) == paths


def test_no_address_and_no_subject_leads_out_of_the_folder(tmp_path: Path) -> None:
    backend = EmlFileBackend(file_path=tmp_path)
    path = backend.keep(mail("../../é" * 100, "../etc/x@example.org"))
    assert path.parent == tmp_path
    assert len(path.name) < 200


def test_a_mail_without_a_subject_or_in_another_script_has_a_name(tmp_path: Path) -> None:
    path = EmlFileBackend(file_path=tmp_path).keep(mail("🎉"))
    assert path.name.endswith("_mail.eml")


def test_a_mail_to_nobody_is_not_kept(tmp_path: Path) -> None:
    message = EmailMessage("Subject", "Body", "coffee@example.org", [])
    assert EmlFileBackend(file_path=tmp_path).send_messages([message]) == 0
    assert list(tmp_path.iterdir()) == []
