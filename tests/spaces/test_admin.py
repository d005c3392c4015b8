"""The admin: a new space is one form, and a manager sees nothing of the neighbour."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import translation

from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

import pytest

from spaces.models import (
    City,
    Membership,
    OfferType,
    Partner,
    SpacePage,
    SpaceTariff,
    TravelTime,
    VatRate,
)
from tests.factories import (
    make_administrator,
    make_city,
    make_editor,
    make_home,
    make_manager,
    make_space,
    make_user,
)
from tests.spaces.makers import make_audience, make_offer_type, make_station, make_unit, make_vat

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(make_administrator())
    return client


def space_form(**fields: Any) -> dict[str, Any]:
    """What a browser sends for a space with as little as the form accepts."""
    data = {
        "title": "Le Huitième",
        "slug": "huitieme",
        "kind": "space",
        "accent": "teal",
        "language": "fr",
        "country": "BE",
        "tagline": "",
        "street": "",
        "postcode": "",
        "lat": "50.7",
        "lon": "3.2",
        "accuracy_m": "50",
        "website": "",
        "contact_email": "",
        "hours_verified_on": "",
        "joined": "",
        "left": "",
        "body": streamfield([]),
        "opening_hours": inline_formset([]),
        "amenities": inline_formset([]),
        "facts": inline_formset([]),
        "translations": inline_formset([]),
    }
    return nested_form_data(data | fields)


def create(admin: Client, **fields: Any) -> Any:
    url = reverse("wagtailadmin_pages:add", args=["spaces", "spacepage", make_home().pk])
    return admin.post(url, space_form(**fields) | {"action-publish": "1"})


@pytest.mark.django_db(transaction=True)
def test_an_eighth_space_is_one_form(admin: Client) -> None:
    for number in range(7):
        make_space(f"Lieu {number}")
    city = make_city("eighth-town", fr="Courville", nl="Korthem")
    created = create(admin, city=str(city.pk))
    assert created.status_code == 302, created.context["form"].errors
    eighth = SpacePage.objects.get(slug="huitieme")
    assert eighth.live
    visitor = Client()
    for code, town in (("fr", "Courville"), ("nl", "Korthem")):
        with translation.override(code):
            listing = visitor.get(reverse("spaces:list")).content.decode()
            compare = visitor.get(reverse("spaces:compare")).content.decode()
            detail = visitor.get(eighth.get_absolute_url())
            home = visitor.get(make_home().get_absolute_url()).content.decode()
        link = f'href="{detail.request["PATH_INFO"]}"'
        assert detail.status_code == 200
        drawing = listing[listing.index('<svg class="map"') :]
        assert drawing[: drawing.index("</svg>")].count(link) == 1
        assert listing[listing.index('id="results"') :].count(link) == 2  # card and foot
        assert f'value="{city.key}"' in listing
        assert town in listing
        assert 'name="space" value="huitieme"' in compare
        assert link in home
    manager = make_manager(eighth)
    client = Client()
    client.force_login(manager)
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[eighth.pk]))
    assert edit.status_code == 200
    assert "action-publish" in edit.content.decode()


@pytest.mark.parametrize("mode", ["fr", "nl"])
def test_a_new_space_can_be_looked_at_before_it_exists(admin: Client, mode: str) -> None:
    url = reverse("wagtailadmin_pages:preview_on_add", args=["spaces", "spacepage", make_home().pk])
    fact = {
        "key": "desks",
        "value_fr": "20",
        "value_nl": "",
        "as_of": "2012",
        "confidence": "sourced",
    }
    sent = admin.post(url, space_form(city=str(make_city().pk), facts=inline_formset([fact])))
    assert sent.json()["is_valid"]
    shown = admin.get(f"{url}?mode={mode}&in_preview_panel=true").content.decode()
    assert f'<html lang="{mode}"' in shown
    assert "Le Huitième" in shown
    assert "(2012)" in shown
    assert not SpacePage.objects.exists()


def test_a_second_post_of_the_same_form_is_refused(admin: Client) -> None:
    city = make_city()
    assert create(admin, city=str(city.pk)).status_code == 302
    again = create(admin, city=str(city.pk))
    assert again.status_code == 200
    assert "slug" in again.context["form"].errors


@pytest.mark.parametrize(
    "slug", ["compare", "comparer", "vergelijken", "compare.csv", "été", "two words"]
)
def test_a_slug_that_leads_elsewhere_is_refused(admin: Client, slug: str) -> None:
    response = create(admin, city=str(make_city().pk), slug=slug)
    assert response.status_code == 200
    assert "slug" in response.context["form"].errors


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"lat": "3.2", "lon": "50.7"}, "lat"),
        ({"lat": "48.8", "lon": "2.35"}, "lat"),
        ({"joined": "2020-01-01", "left": "2019-01-01"}, "left"),
        ({"country": "XX"}, "country"),
        ({"accent": "pink"}, "accent"),
        ({"title": ""}, "title"),
    ],
)
def test_wrong_facts_are_form_errors(admin: Client, fields: dict[str, str], wrong: str) -> None:
    response = create(admin, city=str(make_city().pk), **fields)
    assert response.status_code == 200
    assert wrong in response.context["form"].errors


def test_a_second_space_of_one_name_is_a_warning(admin: Client) -> None:
    make_space("Le Huitième")
    response = create(admin, city=str(make_city().pk))
    assert response.status_code == 302
    shown = [message.level_tag for message in response.wsgi_request._messages]
    assert "warning" in shown


# --- what a manager sees


@pytest.fixture
def neighbours() -> tuple[SpacePage, SpacePage]:
    return make_space("Ours"), make_space("Secretplace")


@pytest.mark.parametrize("make", [make_manager, make_editor])
@pytest.mark.parametrize(
    "view",
    [
        "edit",
        "delete",
        "unpublish",
        "copy",
        "move",
        "history",
        "add_subpage",
        "set_privacy",
        "view_draft",
    ],
)
def test_every_view_of_the_neighbour_is_closed(
    client: Client, neighbours: tuple[SpacePage, SpacePage], view: str, make: Any
) -> None:
    ours, theirs = neighbours
    client.force_login(make(ours))
    response = client.get(reverse(f"wagtailadmin_pages:{view}", args=[theirs.pk]))
    assert response.status_code in {302, 403, 404}
    assert "Secretplace" not in response.content.decode()
    assert "Secretplace" not in response.headers.get("Location", "")


def test_nothing_can_be_made_below_the_neighbour(
    client: Client, neighbours: tuple[SpacePage, SpacePage]
) -> None:
    ours, theirs = neighbours
    client.force_login(make_manager(ours))
    for kind in SpacePage.allowed_subpage_models():
        args = [kind._meta.app_label, kind._meta.model_name, theirs.pk]
        assert client.get(reverse("wagtailadmin_pages:add", args=args)).status_code in {302, 403}
        args[2] = ours.pk
        assert client.get(reverse("wagtailadmin_pages:add", args=args)).status_code == 200


def test_the_explorer_shows_the_own_space_only(
    client: Client, neighbours: tuple[SpacePage, SpacePage]
) -> None:
    ours, theirs = neighbours
    third = make_space("Ours too")
    manager = make_manager(ours)
    make_manager(third, user=manager)
    client.force_login(manager)
    for parent in (make_home().pk, theirs.pk, ours.pk):
        response = client.get(reverse("wagtailadmin_explore", args=[parent]))
        assert "Secretplace" not in response.content.decode() or parent == theirs.pk
    assert client.get(reverse("wagtailadmin_explore", args=[ours.pk])).status_code == 200


def test_a_manager_of_one_space_is_sent_home_from_the_neighbour(
    client: Client, neighbours: tuple[SpacePage, SpacePage]
) -> None:
    ours, theirs = neighbours
    client.force_login(make_manager(ours))
    response: Any = client.get(reverse("wagtailadmin_explore", args=[theirs.pk]))
    assert response.status_code == 302
    assert response.headers["Location"].endswith(f"/{ours.pk}/")


def test_the_chooser_hides_drafts_of_others(
    client: Client, neighbours: tuple[SpacePage, SpacePage]
) -> None:
    ours, theirs = neighbours
    SpacePage.objects.filter(pk=theirs.pk).update(
        draft_title="Unspoken", has_unpublished_changes=True
    )
    client.force_login(make_manager(ours))
    html = client.get(
        reverse("wagtailadmin_choose_page_child", args=[make_home().pk])
    ).content.decode()
    assert "Unspoken" not in html
    assert "Ours" in html


def test_the_menu_of_a_manager_holds_what_a_manager_does(client: Client) -> None:
    client.force_login(make_manager(make_space()))
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    for name in ("reports", "settings", "help", "snippets", "network", "project"):
        assert f'"name": "{name}"' not in html
    assert '"name": "explorer"' in html


TABLES = [
    "membership", "partner", "spaceoffer", "spacetariff", "city", "station", "traveltime", "offertype",
    "offerunit", "offeraudience", "vatrate",
]  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_the_tables_of_the_network_are_for_administrators(client: Client, table: str) -> None:
    client.force_login(make_manager(make_space()))
    for view in ("index", "add"):
        assert client.get(reverse(f"{table}:{view}")).status_code in {302, 403}


def test_a_coworker_and_a_visitor_do_not_enter(client: Client) -> None:
    for user in (None, make_user()):
        client.logout()
        if user:
            client.force_login(user)
        response = client.get(reverse("wagtailadmin_home"))
        assert response.status_code in {302, 403}


def rows_of_every_table() -> None:
    space = make_space()
    make_vat("BE", "0.21")
    make_manager(space)
    Partner.objects.create(slug="p", name="P", role="space", region="WA", country="BE")
    space.offers.create(offer_type=make_offer_type())
    space.tariffs.create(
        offer_type=make_offer_type(), unit=make_unit(), audience=make_audience(), amount=10, labels={"fr": "Table"}
    )  # fmt: skip
    TravelTime.objects.create(
        a=make_station("a"), b=make_station("b"), min_minutes=1, max_minutes=2
    )


@pytest.mark.parametrize("table", TABLES)
def test_an_administrator_opens_every_table(admin: Client, table: str) -> None:
    rows_of_every_table()
    index = admin.get(reverse(f"{table}:index"))
    assert index.status_code == 200
    assert admin.get(reverse(f"{table}:add")).status_code == 200
    first = index.context["object_list"][0]
    assert admin.get(reverse(f"{table}:edit", args=[first.pk])).status_code == 200


def test_labels_are_one_field_in_each_language(admin: Client) -> None:
    form = admin.get(reverse("city:add")).content.decode()
    assert 'lang="fr"' in form
    assert 'lang="nl"' in form
    data = {
        "key": "ieper",
        "labels_fr": "Ypres",
        "labels_nl": "Ieper",
        "country": "BE",
        "lat": "",
        "lon": "",
    }
    assert admin.post(reverse("city:add"), data).status_code == 302
    city = City.objects.get(key="ieper")
    assert city.labels == {"fr": "Ypres", "nl": "Ieper"}
    edit = reverse("city:edit", args=[city.pk])
    assert 'value="Ieper"' in admin.get(edit).content.decode()
    admin.post(edit, data | {"labels_nl": ""})
    city.refresh_from_db()
    assert city.labels == {"fr": "Ypres"}
    assert admin.post(edit, data | {"labels_fr": "", "labels_nl": ""}).status_code == 200


@pytest.mark.parametrize("typed", ["105,00", "105.00", "105"])
def test_an_amount_may_have_a_comma_or_a_point(admin: Client, typed: str) -> None:
    make_vat("BE", "0.21")
    data = {
        "space": make_space().pk, "offer_type": make_offer_type().pk, "unit": make_unit().pk,
        "audience": make_audience().pk, "labels_fr": "Salle", "labels_nl": "", "amount": typed,
        "vat_mode": "excluded", "valid_from": "", "valid_until": "", "published_year": "",
        "verified_on": "", "source_url": "", "confidence": "sourced",
    }  # fmt: skip
    response = admin.post(reverse("spacetariff:add"), data)
    assert response.status_code == 302, response.context["form"].errors
    both = SpaceTariff.objects.get().both_ways
    assert both is not None
    assert str(both.incl) == "127.05"


def test_a_price_before_tax_without_a_rate_is_a_form_error(admin: Client) -> None:
    data = {
        "space": make_space().pk, "offer_type": make_offer_type().pk, "unit": make_unit().pk,
        "audience": make_audience().pk, "labels_fr": "Salle", "labels_nl": "", "amount": "-1,005",
        "vat_mode": "excluded", "confidence": "sourced",
    }  # fmt: skip
    response = admin.post(reverse("spacetariff:add"), data)
    assert response.status_code == 200
    assert set(response.context["form"].errors) >= {"amount", "vat_mode"}
    assert not VatRate.objects.exists()


def test_a_membership_names_a_person_by_address(admin: Client) -> None:
    space, person = make_space(), make_user("newcomer@example.org")
    data = {
        "user": person.email,
        "space": space.pk,
        "role": "manager",
        "status": "active",
        "since": "2026-11-24",
        "ended": "",
    }
    wrong = admin.post(reverse("membership:add"), data | {"user": "nobody@example.org"})
    assert wrong.status_code == 200
    assert "user" in wrong.context["form"].errors
    assert admin.post(reverse("membership:add"), data).status_code == 302
    membership = Membership.objects.get(user=person)
    assert membership.confirmed_at is not None
    form = admin.get(reverse("membership:edit", args=[membership.pk])).content.decode()
    assert "newcomer@example.org" in form


def test_a_vocabulary_in_use_cannot_be_deleted(admin: Client) -> None:
    rows_of_every_table()
    kind = OfferType.objects.get()
    admin.post(reverse("offertype:delete", args=[kind.pk]))
    assert OfferType.objects.filter(pk=kind.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_deleting_a_space_leaves_no_group_behind(admin: Client) -> None:
    space, other = make_space(), make_space()
    manager = make_manager(space)
    admin.post(reverse("wagtailadmin_pages:delete", args=[space.pk]))
    assert not SpacePage.objects.filter(pk=space.pk).exists()
    assert not manager.groups.exists()
    assert other.access.managers.pk
