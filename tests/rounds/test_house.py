"""What a house does for the event loop that it is lived in on."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from monitor.rounds.house import settle_in


class Thing:
    """Something that holds itself, as tasks and schedulers do: only the garbage collector ends it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collector() -> Iterator[None]:
    """The garbage collector, left as it was: nothing is set aside for the tests that follow."""
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("collector")
def test_what_is_there_when_a_house_is_opened_is_not_looked_through_again() -> None:
    thing = Thing()
    settle_in()
    assert not any(each is thing for each in gc.get_objects())


@pytest.mark.usefixtures("collector")
def test_what_a_house_before_has_left_is_thrown_away_when_the_next_is_opened() -> None:
    thing = Thing()
    left = weakref.ref(thing)
    settle_in()
    del thing
    gc.collect()
    assert left() is not None
    settle_in()
    assert left() is None
