"""Letters: news that only the tests know, with a list of who may see it."""

import pytest

from community.notifications import registry
from community.notifications.actions import notify


class Letters(dict):
    """Who may see which letter, by id; unknown letters may be seen by everybody."""

    def may_see(self, user, object_id) -> bool:
        return str(object_id) not in self or user in self[str(object_id)]

    def may_see_many(self, user, object_ids):
        return [object_id for object_id in object_ids if self.may_see(user, object_id)]


@pytest.fixture
def letters():
    """`letter` is mailed as well, `leaflet` is not."""
    kept = Letters()
    registry.register("letter", may_see=kept.may_see, may_see_many=kept.may_see_many, mail=True)
    registry.register("leaflet", may_see=kept.may_see)
    yield kept
    registry.unregister("letter")
    registry.unregister("leaflet")


@pytest.fixture
def send(letters):
    """`send([cast.zofia], 1)` tells Zofia about letter 1."""

    def send_letter(recipients, object_id=1, kind="letter", **more) -> int:
        fields = {"title": f"Letter {object_id}", "url": f"/letters/{object_id}/", **more}
        return notify(recipients, kind, object_id=object_id, **fields)

    return send_letter
