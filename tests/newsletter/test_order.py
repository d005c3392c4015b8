"""The order in which readers meet the items, and which are proposed."""

from __future__ import annotations

from newsletter.compose.order import Slot, alternate, arrange, by_date
from newsletter.compose.proposals import choose


def slot(key: int, space: int | None = None, *countries: str, starts: str = "") -> Slot:
    return Slot(
        key,
        "events",
        frozenset() if space is None else frozenset({space}),
        frozenset(countries),
        starts,
    )


MONS, LILLE, TOURNAI = 1, 2, 3
SLOTS = [
    slot(10, LILLE, "FR"),
    slot(11, MONS, "BE"),
    slot(12, LILLE, "FR"),
    slot(13),
    slot(14, TOURNAI, "BE"),
]


def keys(*args: object, **options: bool) -> tuple[int, ...]:
    found = arrange(*args, **options)  # type: ignore[arg-type]
    assert found is not None
    return found.keys


def test_without_own_spaces_the_senders_order_stays() -> None:
    assert keys(SLOTS) == (10, 11, 12, 13, 14)


def test_own_spaces_come_first_and_nothing_is_lost() -> None:
    assert keys(SLOTS, [MONS]) == (11, 10, 12, 13, 14)
    assert keys(SLOTS, [LILLE, TOURNAI]) == (10, 12, 14, 11, 13)


def test_only_my_spaces_keeps_what_is_said_to_everyone_and_one_item_of_the_other_side() -> None:
    found = arrange(SLOTS, [MONS], only_mine=True)
    assert found is not None
    assert (found.keys, found.across) == ((11, 13), (10,))


def test_only_my_spaces_without_a_space_means_all() -> None:
    assert keys(SLOTS, [], only_mine=True) == (10, 11, 12, 13, 14)


def test_nothing_of_ones_own_is_nothing() -> None:
    assert arrange(SLOTS, [99], only_mine=True) is None
    assert arrange([], [MONS], only_mine=True) is None


def test_an_event_of_both_countries_is_of_both_sides() -> None:
    found = arrange([slot(1, LILLE, "FR"), slot(2, MONS, "BE", "FR")], [MONS], only_mine=True)
    assert found is not None
    assert found.across == ()


def test_equal_orders_share_a_variant_and_others_do_not() -> None:
    assert arrange(SLOTS, [99]) == arrange(SLOTS)
    first, second = arrange(SLOTS), arrange(SLOTS, [MONS])
    assert first is not None
    assert second is not None
    assert first.variant != second.variant


def test_the_sides_take_turns_as_far_as_they_last() -> None:
    slots = [slot(1, 1, "BE"), slot(2, 1, "BE"), slot(3, 1, "BE"), slot(4, 2, "FR")]
    assert [one.key for one in alternate(slots)] == [1, 4, 2, 3]


def test_an_agenda_stays_in_the_order_of_its_days() -> None:
    slots = [
        slot(1, 1, "BE", starts="2026-11-25T10:00"),
        slot(2, 1, "BE", starts="2026-11-24T10:00"),
        slot(3, 1, "BE", starts="2026-11-25T09:00"),
        slot(4, 2, "FR", starts="2026-11-25T18:00"),
    ]
    assert [one.key for one in by_date(slots)] == [2, 3, 4, 1]


def test_places_are_dealt_fairly_over_the_spaces() -> None:
    slots = [slot(n, MONS, "BE") for n in range(5)] + [slot(9, TOURNAI, "BE")]
    assert [one.key for one in choose(slots, 3, [TOURNAI, MONS])] == [9, 0, 1]


def test_a_country_with_something_to_show_is_never_left_out() -> None:
    slots = [slot(1, MONS, "BE"), slot(2, TOURNAI, "BE"), slot(3, LILLE, "FR")]
    chosen = choose(slots, 2, [MONS, TOURNAI, LILLE])
    assert {country for one in chosen for country in one.countries} == {"BE", "FR"}
    assert len(chosen) == 2


def test_nothing_to_choose_from_is_nothing() -> None:
    assert choose([], 3, [MONS]) == []
