"""The index is never the truth: it can always be written again."""

import io

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db.models import Q

from community.search import registry
from community.search.actions import index_entry
from community.search.models import SearchEntry
from community.search.queries import find

pytestmark = [pytest.mark.service, pytest.mark.django_db, pytest.mark.usefixtures("kinds")]


def run(*names):
    out = io.StringIO()
    call_command("rebuild_search", *names, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def herbs():
    """A kind with documents; the set says which ones there are."""
    names = {"thyme", "sage"}

    def documents():
        for name in sorted(names):
            yield {"object_id": name, "title": name, "body": "", "url": f"/{name}/"}

    registry.register("herb", label="Herbs", visible=lambda user: Q(), documents=documents)
    return names


def test_it_writes_what_is_missing_and_drops_what_is_gone(herbs):
    index_entry("herb", "mint", title="mint", body="", url="/mint/")
    assert run("herb") == ["herb: 2 written, 1 dropped"]
    assert {entry.title for entry in SearchEntry.objects.filter(kind="herb")} == {"thyme", "sage"}
    assert [entry.title for entry in find(AnonymousUser(), "thyme")] == ["thyme"]
    assert find(AnonymousUser(), "mint") == []


def test_it_can_run_twice(herbs):
    run("herb")
    assert run("herb") == ["herb: 2 written, 0 dropped"]


def test_kinds_without_documents_are_left_alone(herbs):
    index_entry("page", 1, title="A page", body="", url="/page/1/")
    assert run() == [
        "page: left as it is, it has no list of documents",
        "post: left as it is, it has no list of documents",
        "herb: 2 written, 0 dropped",
    ]
    assert SearchEntry.objects.filter(kind="page").exists()


def test_a_kind_that_nobody_knows_is_an_error_that_names_the_known_ones():
    with pytest.raises(CommandError, match="Registered kinds: page, post"):
        run("herb")
