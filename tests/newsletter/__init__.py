"""Tests of the newsletter: consent, composing, the mails, the sender, the admin, the archive."""
