"""Members in the search: only those who allow it, and for members only."""

from io import StringIO

from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from community.people.models import User
from community.search.queries import find

SAID = {"job_title": "Cluster manager", "country": "HR", "bio": "Timber and lavender."}


def names(user, text):
    return [entry.title for entry in find(user, text) if entry.kind == "member"]


def say(client, **more):
    return client.post("/members/you/", {**SAID, **more})


def test_nobody_is_found_who_did_not_allow_it(cast, as_user):
    assert not User._meta.get_field("findable").default
    say(as_user(cast.ivo))
    call_command("rebuild_search", "member", stdout=StringIO())
    assert names(cast.zofia, "Ivo") == []


def test_who_allows_it_is_found_by_members_and_not_by_guests(cast, as_user, client):
    assert say(as_user(cast.ivo), findable="on").url == cast.ivo.get_absolute_url()
    for words in ("ivo", "primjer timber", "croatia", "cluster manager"):
        assert names(cast.zofia, words) == ["Ivo Primjer"]
        assert names(AnonymousUser(), words) == []
    assert names(cast.zofia, "ivo@example.org") == []
    assert "Ivo" not in client.get("/search/?q=ivo").text
    assert "Members" not in client.get("/search/?q=timber").text


def test_taking_it_back_holds_at_once_whatever_the_index_says(cast, as_user):
    say(as_user(cast.ivo), findable="on")
    User.objects.filter(pk=cast.ivo.pk).update(findable=False)
    assert names(cast.zofia, "ivo") == []
    User.objects.filter(pk=cast.ivo.pk).update(findable=True, is_active=False)
    assert names(cast.zofia, "ivo") == []


def test_what_was_said_is_cleaned_and_stays_when_it_is_refused(cast, as_user):
    member = as_user(cast.ivo)
    page = say(member, bio="x" * 2_001).text
    assert "Shorten it to 2,000 characters." in page
    assert "x" * 2_001 in page
    say(member, job_title="Ma\u200bnager\u202e", bio="One\r\ntwo")
    cast.ivo.refresh_from_db()
    assert (cast.ivo.job_title, cast.ivo.bio, cast.ivo.findable) == ("Manager", "One\ntwo", False)


def test_guests_have_no_profile(client):
    assert client.get("/members/you/").url.startswith("/account/login/")
