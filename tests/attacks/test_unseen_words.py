"""Attacks with characters that nobody sees or tells apart: empty names and texts, words turned round, heaps of accents,
names that pass for others (L9, C10)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from community.lib.printable import printable_name
from community.live.actions import ask_question, join_as_guest, open_room, post_message
from community.live.actions.guests import NameRefused
from community.live.errors import LiveError
from community.people.models import User
from community.people.names import check_name
from forum import actions
from forum.engine import Post
from tests.community.lib.test_printable import FAMILY, UNSEEN

pytestmark = pytest.mark.embedded

NEWCOMER = {"email": "new@example.org", "password1": "three plain words", "country": "HU"}


@pytest.fixture
def room(world):
    now = timezone.now()
    return open_room("clinic", "Clinic", opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=1))


class TestNames:
    @pytest.mark.parametrize("name", ["\u3164", "\u2800\u2800", "\u200b\u200d", "\u202e", "\u0301"])
    def test_l9_an_unseen_name_is_refused_in_a_sentence(self, world, name):
        page = world.guest.post(reverse("account_signup"), {**NEWCOMER, "display_name": name})
        assert page.status_code == 200
        assert "Write a name that others can read." in page.text
        assert not User.objects.filter(email="new@example.org").exists()

    def test_l9_nobody_takes_the_name_of_another_with_an_unseen_letter(self, world):
        typed = {"display_name": "\u202eIvo\u200b\u3164 Primjer\u2069", "organisation_name": "A\u200b \u202eB"}
        world.guest.post(reverse("account_signup"), {**NEWCOMER, **typed})
        newcomer = User.objects.get(email="new@example.org")
        assert (newcomer.display_name, newcomer.organisation_name) == ("Ivo Primjer", "A B")

    @pytest.mark.parametrize(
        "name",
        [
            "Ona Exemple", "ONA  EXEMPLE", "Óna Exemple", "0na Exemp1e", "\uff2f\uff2e\uff21 Exemple", "OnaExemple",
            "\u041en\u0430 Exemple", "\u039fna Exemple", "Secretariat desk", "Ona ExempIe",
            "Moderator", "Intersession Support", "The Administrators", "M0derator", "adm\u0456n", "Forum-Team",
        ],
    )  # fmt: skip
    def test_c10_nobody_passes_for_who_looks_after_the_community(self, world, room, name):
        page = world.guest.post(reverse("account_signup"), {**NEWCOMER, "display_name": name})
        assert (page.status_code, User.objects.filter(email="new@example.org").exists()) == (200, False)
        with pytest.raises(NameRefused):
            join_as_guest(room, name)

    @pytest.mark.parametrize(
        "name",
        ["Иван Петров", "Иван Smith", "Γιώργος Παπαδόπουλος", "Ona Exemple-Kowalska", "Mod Admiraal", "李小龙 3"],
    )
    def test_c10_others_keep_the_name_that_they_have(self, world, room, name):
        world.guest.post(reverse("account_signup"), {**NEWCOMER, "display_name": name})
        assert User.objects.get(email="new@example.org").display_name == name
        assert join_as_guest(room, name).name == name

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            *dict.fromkeys(
                [
                    "ⓐⓓⓜⓘⓝ", "A d m i n", "M.o.d.e.r.a.t.o.r", "Mod erator", "Inter session", "Inter-session", "Admin2",
                    "Moderator 1", "1ntersessi0n", "Moderation team", "Administration", "The Ad min team", "Secretary",
                    "Modérateur", "Équipe de modération", "Administración", "Szerkesztőség", "Titkárság", "Adm\u0131n",
                    "helpdesk",
                ],
                "office",
            ).items(),
            *dict.fromkeys(
                [
                    "ᴏɴᴀ ᴇxᴇᴍᴘʟᴇ", "O\u057d\u0561 Exemple", "On\u0251 Exemple", "\U0001f150dmin", "\U0001f170dmin",
                    "\u13aadmin", "Ona Ex\u0435mple",
                ],
                "mixed",
            ).items(),
            *dict.fromkeys(
                ["Ona Exemple (Moderator)", "Moderator Ona Exemple", "Ona Exemple, the forum team", "Ona Exemple 2"],
                "taken",
            ).items(),
        ],
    )  # fmt: skip
    def test_c10_nor_in_other_letters_blanks_numbers_or_languages(self, world, name, code):
        with pytest.raises(ValidationError) as refusal:
            check_name(name)
        assert refusal.value.code == code

    @pytest.mark.parametrize(
        "name",
        [
            "Seán O'Brien", "Siân D’Arcy", "Лук\u02bcян Шевченко", "Anne-Sophie Le Bot", "Le Bot", "Thebot", "De Root",
            "Jurģis Bērziņš", "Łukasz Żółć", "Þórður Æsir", "Ağa Gökçe", "Əli Məmmədov", "Zoë van 't Hof", "Xosé Núñez",
            "Árvíztűrő Ödön", "Gal·la Vidal", "Đorđe Ćosić", "Ђорђе Ћосић", "Ольга", "Ελένη Μπότση", "Արամ Խաչատրյան",
            "ნინო", "山田たろう", "محمد علي", "Ana 🇫🇷", "Moderau", "Adminas", "Hostin Moderski", "Ona Exemplė-Hostová",
            "Ona Maria Exemple", "Anna Editorova", "Jan 3", "Mary Team-Smith", "Leif Hostrup II", "X Æ A-12", "J.",
        ],
    )  # fmt: skip
    def test_c10_names_of_people_pass(self, world, name):
        check_name(name)
        assert printable_name(name) == name


class TestTexts:
    @pytest.mark.parametrize("text", [text * 3 for text in UNSEEN if text])
    def test_l9_nobody_posts_what_nobody_sees(self, world, room, text):
        for write in (post_message, ask_question):
            with pytest.raises(LiveError, match="Write something first"):
                write(world.cast.jurgis, room, text)
        with pytest.raises(ValidationError):
            actions.reply(world.cast.jurgis, world.open_topic, content=text)
        with pytest.raises(ValidationError):
            actions.start_topic(world.cast.jurgis, world.open, subject=text, content="Words")

    def test_l9_nothing_is_turned_round_or_heaped_up(self, world, room):
        trick = "invoice\u202efdp.exe " + "Z" + "\u0335\u0321\u0322\u0327\u0328" * 100
        posted = actions.reply(world.cast.jurgis, world.open_topic, content=trick)
        said = post_message(world.cast.jurgis, room, trick)
        for text in (Post.objects.get(pk=posted.pk).content.raw, said.text):
            assert text.startswith("invoicefdp.exe Z")
            assert len(text) <= len("invoicefdp.exe Z") + 4

    def test_l9_an_emoji_of_several_people_stays_one(self, world, room):
        assert post_message(world.cast.jurgis, room, FAMILY).text == FAMILY
        assert actions.reply(world.cast.jurgis, world.open_topic, content=FAMILY).content.raw == FAMILY
