"""Keys that members make for programs: to the programming interface, or to one feed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.people.models import User


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def of(self, user: User) -> AccessTokenQuerySet:
        return self.filter(user_id=user.pk)

    def live(self) -> AccessTokenQuerySet:
        """Those that open something now, as long as their member may come in."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()), revoked_at=None)


class AccessToken(models.Model):
    """One key of a member. The key itself is told once and not kept: only its digest is (safety F10).

    For a feed, `kind` and `object_id` say what it is the feed of; the floor above that has the feed knows them.
    """

    class Purpose(models.TextChoices):
        API = "api", _("Programming interface")
        FEED = "feed", _("Feed")

    class Scope(models.TextChoices):
        READ = "read", _("Read only")
        WRITE = "write", _("Read and write")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="access_tokens", verbose_name=_("member")
    )
    purpose = models.CharField(_("what for"), max_length=8, choices=Purpose)
    name = models.CharField(_("name"), max_length=80, blank=True)
    scope = models.CharField(_("what it may do"), max_length=8, choices=Scope, default=Scope.READ)
    kind = models.CharField(_("kind"), max_length=32, blank=True)
    object_id = models.CharField(_("object"), max_length=64, blank=True)
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    ending = models.CharField(_("last letters"), max_length=4)
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("key for a program")
        verbose_name_plural = _("keys for programs")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.purpose} …{self.ending}"

    @property
    def writes(self) -> bool:
        return self.scope == self.Scope.WRITE

    @property
    def has_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and not self.has_expired
