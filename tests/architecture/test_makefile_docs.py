"""The commands of the Makefile are the ones that the documents speak of."""

import re
from pathlib import Path

from django.conf import settings

ROOT: Path = settings.BASE_DIR
TARGET = re.compile(r"^([a-z0-9-]+):.*##", re.MULTILINE)
MENTION = re.compile(r"(?:`|^|\s)make ([a-z0-9]+)(?=[\s`])", re.MULTILINE)


def code_of(path: Path) -> str:
    """Only what stands as code in a document; "make sure" is no command."""
    text = path.read_text()
    blocks = re.findall(r"^```.*?^```", text, re.MULTILINE | re.DOTALL)
    return "\n".join([*blocks, *re.findall(r"`[^`\n]+`", text)])


def test_every_target_is_named_in_a_document() -> None:
    documents = [ROOT / "README.md", *(ROOT / "docs").glob("**/*.md")]
    code = "\n".join(code_of(path) for path in documents)
    targets = set(TARGET.findall((ROOT / "Makefile").read_text()))
    assert targets <= set(MENTION.findall(code))


def test_no_document_names_a_target_that_does_not_exist() -> None:
    targets = set(TARGET.findall((ROOT / "Makefile").read_text()))
    for path in [ROOT / "README.md", *(ROOT / "docs").glob("**/*.md")]:
        unknown = set(MENTION.findall(code_of(path))) - targets
        assert not unknown, f"{path.name}: make {unknown}"


def test_every_document_is_listed_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    for path in (ROOT / "docs").glob("*.md"):
        assert f"docs/{path.name}" in readme
