"""The editor's form of a post: the author is whoever writes, unless another name is given."""

from __future__ import annotations

from typing import Any

from coffee.core.forms import TranslatedPageForm


class PostPageForm(TranslatedPageForm):
    """Proposes the writer's own name; keeps the link to the account only while the name is theirs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.writer_name()
        if name and self.instance.pk is None and "author_name" in self.fields and not self.data:
            self.initial["author_name"] = name

    def writer_name(self) -> str:
        """The full name of the person at the keyboard; empty when the account has none."""
        return self.for_user.get_full_name() if self.for_user is not None else ""

    def save(self, commit: bool = True) -> Any:
        name = self.cleaned_data.get("author_name", "")
        if name and name == self.writer_name():
            self.instance.author = self.for_user
        elif "author_name" in self.changed_data:
            # A name typed by hand is nobody's account: the page must not link to the wrong person.
            self.instance.author = None
        return super().save(commit=commit)
