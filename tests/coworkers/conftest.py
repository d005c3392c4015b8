"""A small vocabulary and two spaces, on either side of the border."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.coworkers.makers import make_skill
from tests.factories import make_city, make_space

if TYPE_CHECKING:
    from coworkers.models import Skill
    from spaces.models import SpacePage


@pytest.fixture
def mons(db: None) -> SpacePage:
    return make_space(
        "Co-nnexion", slug="mons", country="BE", city=make_city("mons", fr="Mons", nl="Bergen")
    )


@pytest.fixture
def lille(db: None) -> SpacePage:
    city = make_city("lille", "FR", fr="Lille", nl="Rijsel")
    return make_space("Mutualab", slug="lille", country="FR", city=city)


@pytest.fixture
def accounting(db: None) -> Skill:
    return make_skill(
        "accounting",
        "finance",
        fr="Comptabilité",
        nl="Boekhouding",
        alternatives={"fr": ["comptable"], "nl": ["boekhouder"]},
    )


@pytest.fixture
def web(db: None) -> Skill:
    return make_skill(
        "web-development",
        "software",
        fr="Développement web",
        nl="Webontwikkeling",
        alternatives={"fr": ["développeuse web"], "nl": ["webontwikkelaar"]},
    )


@pytest.fixture
def photography(db: None) -> Skill:
    return make_skill(
        "photography",
        "audiovisual",
        fr="Photographie",
        nl="Fotografie",
        alternatives={"fr": ["photographe"], "nl": ["fotograaf"]},
    )
