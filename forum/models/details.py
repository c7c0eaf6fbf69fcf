"""What we add to machina's forums, topics and posts: one row beside each of theirs (design 4.6).

Only machina's own rows are foreign keys here. A topic's anchor and a post's origin live on other floors, so they are
kept as kind, identifier, address and title.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.people.models import COUNTRIES, Ecosystem


@dataclass(frozen=True)
class Anchor:
    """The page that a topic is about: an event, a lesson, an edition."""

    kind: str
    id: str
    url: str
    title: str


class ForumDetail(models.Model):
    """How a forum was set up. Its key is how the rest of the house finds it again."""

    forum = models.OneToOneField("forum.Forum", models.CASCADE, related_name="detail", verbose_name=_("forum"))
    key = models.SlugField(_("key"), max_length=80, unique=True)
    is_private = models.BooleanField(_("private"), default=False)
    moderators_post_only = models.BooleanField(_("only moderators and organisers write"), default=False)
    needs_approval = models.BooleanField(_("posts wait for approval"), default=False)

    class Meta:
        verbose_name = _("forum detail")
        verbose_name_plural = _("forum details")

    def __str__(self) -> str:
        return self.key


class Hideable(models.Model):
    """A moderator's decision to hide something. Who wrote it keeps seeing why."""

    hidden_at = models.DateTimeField(_("hidden at"), null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("hidden by")
    )
    hidden_reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        abstract = True


class TopicDetail(Hideable):
    class Kind(models.TextChoices):
        DISCUSSION = "discussion", _("Discussion")
        QUESTION = "question", _("Question")
        CASE = "case", _("Case")
        OFFER = "offer", _("Offer")
        ANNOUNCEMENT = "announcement", _("Announcement")

    topic = models.OneToOneField(
        "forum_conversation.Topic", models.CASCADE, related_name="detail", verbose_name=_("topic")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.DISCUSSION)
    language = models.CharField(_("language"), max_length=12, default="en")
    country = models.CharField(_("country"), max_length=2, choices=COUNTRIES, blank=True)
    ecosystems = models.ManyToManyField(Ecosystem, related_name="+", verbose_name=_("ecosystems"), blank=True)
    closing = models.CharField(_("closing sentence"), max_length=300, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("closed by")
    )
    # How many lines of notice stand in the topic (TopicNote), so that a page asks for them only where there are any.
    notes_count = models.PositiveSmallIntegerField(_("lines of notice"), default=0)
    anchor_kind = models.CharField(_("kind of page"), max_length=40, blank=True)
    anchor_id = models.CharField(_("number of the page"), max_length=64, blank=True)
    anchor_url = models.CharField(_("address of the page"), max_length=500, blank=True)
    anchor_title = models.CharField(_("title of the page"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("topic detail")
        verbose_name_plural = _("topic details")
        constraints = [
            models.UniqueConstraint(
                fields=["anchor_kind", "anchor_id"], condition=~Q(anchor_kind=""), name="one_topic_per_anchor"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.topic_id}"


class PostDetail(Hideable):
    """Beside machina's post: which form it was sent with, where it was carried from, what renderer made its HTML."""

    post = models.OneToOneField(
        "forum_conversation.Post", models.CASCADE, related_name="detail", verbose_name=_("post")
    )
    # The poster once more, because a constraint cannot reach into machina's table.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("author")
    )
    client_id = models.UUIDField(_("form number"), null=True, blank=True)
    client_digest = models.CharField(_("form fingerprint"), max_length=64, blank=True)
    origin_kind = models.CharField(_("kind of origin"), max_length=40, blank=True)
    origin_id = models.CharField(_("number of the origin"), max_length=64, blank=True)
    origin_url = models.CharField(_("address of the origin"), max_length=500, blank=True)
    votes = models.PositiveIntegerField(_("votes"), default=0)
    # It waits since it was written: nobody but its author and moderators has ever read it.
    unseen = models.BooleanField(_("never shown yet"), default=False)
    carried_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("carried by")
    )
    # Whether it waits for an answer: the first post of a question, or a question that was carried here.
    asks = models.BooleanField(_("is a question"), default=False)
    # For what asks: the reply that answers it.
    answer = models.ForeignKey(
        "forum_conversation.Post",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="answered",
        verbose_name=_("answer"),
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("in hand of")
    )
    assigned_at = models.DateTimeField(_("in hand since"), null=True, blank=True)
    # The words of a structured post by the part they belong to; empty for posts that are one text.
    sections = models.JSONField(_("parts"), default=dict, blank=True)
    # Counted with the rows of Reaction, so that a page needs no query to show them.
    thanks_count = models.PositiveIntegerField(_("thanks"), default=0)
    agree_count = models.PositiveIntegerField(_("agreements"), default=0)
    tried_count = models.PositiveIntegerField(_("tried"), default=0)
    reply_to = models.ForeignKey(
        "forum_conversation.Post",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name=_("in reply to"),
    )
    language = models.CharField(_("language"), max_length=12, blank=True)  # blank: that of the topic
    versions = models.PositiveSmallIntegerField(_("former texts"), default=0)
    rendered_with = models.PositiveSmallIntegerField(_("version of the renderer"), default=0)

    class Meta:
        verbose_name = _("post detail")
        verbose_name_plural = _("post details")
        constraints = [
            models.UniqueConstraint(
                fields=["author", "client_id"], condition=Q(client_id__isnull=False), name="one_post_per_form"
            ),
            models.UniqueConstraint(
                fields=["origin_kind", "origin_id"], condition=~Q(origin_kind=""), name="one_post_per_origin"
            ),
        ]
        indexes = [
            models.Index(fields=["-votes"], condition=Q(asks=True, answer=None), name="open_questions"),
            models.Index(fields=["assigned_to"], condition=Q(assigned_to__isnull=False), name="questions_in_hand"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}"
