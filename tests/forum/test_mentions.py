"""People named by an @: who is meant, who is told apart, and that nothing is said of whoever cannot read it."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from community.lib import markdown
from community.people.models import User
from forum import actions
from forum.engine import Post
from forum.mentions import handle_of, mentioned_in, people_to_mention
from forum.models import Mention

pytestmark = pytest.mark.embedded


def test_readers_and_outsiders_are_told_apart(cast, forums):
    found = mentioned_in("@Zofia-Przykład, and @Jurgis-Pavyzdys? Or @ivo-primjer, @Nobody-Known.", forums.academy)
    assert found.readers == [cast.zofia, cast.ivo]
    assert found.outsiders == [cast.jurgis]
    assert set(found.by_handle) == {"Zofia-Przykład", "ivo-primjer"}


def test_code_addresses_and_closed_accounts_name_nobody(cast, forums, django_assert_num_queries):
    text = "`@Zofia-Przykład` mail a@Zofia-Przykład\n\n    @Zofia-Przykład\n"
    with django_assert_num_queries(0):
        assert mentioned_in(text, forums.open).readers == []
    User.objects.filter(pk=cast.ivo.pk).update(is_active=False)
    found = mentioned_in(f"@Ivo-Primjer @Ivo~{cast.ivo.pk}", forums.open)
    assert (found.readers, found.outsiders) == ([], [])


def test_a_shared_name_needs_its_number(cast, forums):
    other = User.objects.create_user("zofia2@example.org", display_name="Zofia Przykład")
    assert mentioned_in("@Zofia-Przykład", forums.open).readers == []
    User.objects.update(findable=True)
    offered = dict(people_to_mention(forums.open, "zof", cast.ivo))
    assert offered == {cast.zofia: f"Zofia-Przykład~{cast.zofia.pk}", other: f"Zofia-Przykład~{other.pk}"}
    assert mentioned_in(f"@{offered[other]}!", forums.open).readers == [other]
    # In the Academy only one of them reads, and the other is no outsider who would have to be named.
    found = mentioned_in("@Zofia-Przykład", forums.academy)
    assert (found.readers, found.outsiders) == ([cast.zofia], [])


@pytest.mark.parametrize("name", ["Q. (Test) 'Q' [x]", "@@", "Anne-Marie O’Neill", "a~1", "Zsófia <b>", "J. Smith."])
def test_every_name_has_a_handle_that_leads_back(cast, forums, name):
    user = User.objects.create_user("odd@example.org", display_name=name)
    assert mentioned_in(f"Ask @{handle_of(user)}, please.", forums.open).readers == [user]


def test_completion_offers_readers_only(cast, forums):
    User.objects.update(findable=True)
    assert people_to_mention(forums.academy, "jur", cast.ivo) == []
    assert [user for user, _ in people_to_mention(forums.academy, "przyk", cast.ivo)] == [cast.zofia]
    assert people_to_mention(forums.open, "iv", cast.ivo) == []  # nobody calls themselves


def test_completion_finds_those_who_did_not_let_themselves_be_found_only_where_they_have_spoken(cast, forums, topic):
    """Zofia has, in the open forum. Her name typed in full is a mention anywhere."""
    offered = people_to_mention(forums.open, "zof", cast.ivo)
    assert [user for user, _ in offered] == [cast.zofia]
    assert people_to_mention(forums.open, "pek", cast.ivo) == []
    assert people_to_mention(forums.academy, "zof", cast.ivo) == []
    assert mentioned_in("@Zofia-Przykład", forums.academy).readers == [cast.zofia]
    actions.hide_post(cast.ona, topic.first_post, "Not here.")
    assert people_to_mention(forums.open, "zof", cast.ivo) == []
    actions.reply(cast.pekka, topic, content="Two thousand a year.")
    assert [user for user, _ in people_to_mention(forums.open, "pek", cast.ivo)] == [cast.pekka]
    actions.hide_topic(cast.ona, topic, "None of it.")
    assert people_to_mention(forums.open, "pek", cast.ivo) == []


def test_a_mention_is_a_link_that_outlives_a_change_of_name(cast, topic):
    post = actions.reply(cast.ivo, topic, content="@Pekka-Esimerkki and @Nobody")
    assert f'<a href="{cast.pekka.get_absolute_url()}" class="mention"' in post.content.rendered
    assert ">@Pekka Esimerkki</a> and @Nobody<" in post.content.rendered
    User.objects.filter(pk=cast.pekka.pk).update(display_name="Pekka Uusi")
    User.objects.create_user("other@example.org", display_name="Pekka Esimerkki")
    changed = actions.edit_post(cast.ivo, post, content="@Pekka-Esimerkki and no other")
    assert ">@Pekka Uusi</a>" in changed.content.rendered
    assert Mention.objects.get().user == cast.pekka


def test_rendering_again_keeps_mentions(cast, topic, monkeypatch):
    post = actions.reply(cast.ivo, topic, content="@Pekka-Esimerkki")
    monkeypatch.setattr(markdown, "VERSION", markdown.VERSION + 1)
    call_command("rerender_posts")
    assert Post.objects.get(pk=post.pk).content.rendered == post.content.rendered


def test_b12_an_outsider_is_plain_text_and_hears_nothing(cast, private_topic):
    post = actions.reply(cast.ivo, private_topic, content="As @Jurgis-Pavyzdys said")
    assert "<a" not in post.content.rendered
    assert not Mention.objects.exists()
    assert not cast.jurgis.notifications.exists()


def test_eleven_are_too_many(cast, topic):
    with pytest.raises(ValidationError, match="Mention at most 10 people"):
        actions.reply(cast.ivo, topic, content=" ".join(f"@Person-{number}" for number in range(11)))


def test_who_may_read_is_asked_in_a_fixed_number_of_queries(cast, forums, django_assert_num_queries):
    mentioned_in("@Zofia-Przykład", forums.open)
    with django_assert_num_queries(3):
        mentioned_in("@Zofia-Przykład", forums.open)
    with django_assert_num_queries(3):
        mentioned_in("@Zofia-Przykład @Ivo-Primjer @Pekka-Esimerkki", forums.open)
