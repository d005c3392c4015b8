"""Keeps each mail as one .eml file, which any mail program opens: the demo's outbox."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.text import slugify

NAME_LENGTH = 60


class EmlFileBackend(BaseEmailBackend):
    """Writes into EMAIL_FILE_PATH; names sort by time and show the reader and the subject."""

    def __init__(self, *args: Any, file_path: str | Path | None = None, **kwargs: Any) -> None:
        self.folder = Path(file_path or settings.EMAIL_FILE_PATH)
        super().__init__(*args, **kwargs)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        sent = 0
        for message in email_messages:
            if message.recipients():
                self.keep(message)
                sent += 1
        return sent

    def keep(self, message: EmailMessage) -> Path:
        """Write one message and return its file.

        The name is taken with exclusive creation, so that two processes at the same microsecond
        cannot overwrite one another's mail.
        """
        moment = timezone.localtime().strftime("%Y-%m-%d_%H%M%S_%f")
        reader = re.sub(r"[^\w@.+-]", "", message.recipients()[0])[:NAME_LENGTH]
        subject = slugify(message.subject)[:NAME_LENGTH].strip("-") or "mail"
        body = message.message().as_bytes()
        for attempt in range(1000):
            suffix = f"_{attempt}" if attempt else ""
            path = self.folder / f"{moment}_{reader}_{subject}{suffix}.eml"
            try:
                with path.open("xb") as file:
                    file.write(body)
            except FileExistsError:
                continue
            return path
        raise FileExistsError(f"no free name for a mail in {self.folder}")
