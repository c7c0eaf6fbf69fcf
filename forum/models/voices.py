"""What members say about a post without writing one: me too, thanks, I agree, I tried it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class QuestionVote(models.Model):
    """A member who waits for the answer to a question too: once, by the database (R-LIV-1).

    Whoever voted for the question in its live room has such a row from the moment it is carried here, and so has its
    asker, with `asked`: who asks waits for the answer, but is no vote.
    """

    post = models.ForeignKey(
        "forum_conversation.Post", models.CASCADE, related_name="voters", verbose_name=_("question")
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("member"))
    asked = models.BooleanField(_("asked it"), default=False)
    created_at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("vote for a question")
        verbose_name_plural = _("votes for questions")
        constraints = [models.UniqueConstraint(fields=["post", "user"], name="one_vote_per_member")]

    def __str__(self) -> str:
        return f"{self.user_id} for {self.post_id}"


class Reaction(models.Model):
    """What a member feels about a post: one of each kind."""

    class Kind(models.TextChoices):
        THANKS = "thanks", _("Thanks")
        AGREE = "agree", _("I agree")
        TRIED = "tried", _("I tried it")

    post = models.ForeignKey(
        "forum_conversation.Post", models.CASCADE, related_name="reactions", verbose_name=_("post")
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("member"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    created_at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [models.UniqueConstraint(fields=["post", "user", "kind"], name="one_reaction_of_a_kind_per_post")]

    def __str__(self) -> str:
        return f"{self.kind} by {self.user_id} for {self.post_id}"


class HelpRequest(models.Model):
    """Somebody was asked whether they can answer a question, because of what they offer. Nobody is asked twice."""

    question = models.ForeignKey(
        "forum_conversation.Post", models.CASCADE, related_name="help_requests", verbose_name=_("question")
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("who is asked"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who asks")
    )
    asked_at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("request for help")
        verbose_name_plural = _("requests for help")
        constraints = [models.UniqueConstraint(fields=["question", "user"], name="nobody_is_asked_twice")]

    def __str__(self) -> str:
        return f"{self.user_id} about {self.question_id}"
