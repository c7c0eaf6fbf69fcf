"""Members and the organisations they work for."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.people.countries import COUNTRIES


class Ecosystem(models.Model):
    """One of the 14 industrial ecosystems (requirements B1): a tag, never a required single choice."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    synonyms = models.CharField(_("other names"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("industrial ecosystem")
        verbose_name_plural = _("industrial ecosystems")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A cluster, university, agency or other body that members belong to (R-ORG-1)."""

    class Kind(models.TextChoices):
        CLUSTER = "cluster", _("Cluster")
        NETWORK = "network", _("Network")
        SUPPORT = "support", _("Support organisation")
        UNIVERSITY = "university", _("University")
        AGENCY = "agency", _("Regional development agency")
        MINISTRY = "ministry", _("Ministry")
        COMPANY = "company", _("Company")
        ASSOCIATION = "association", _("Association")
        FOUNDATION = "foundation", _("Foundation")
        OTHER = "other", _("Other")

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(_("slug"), max_length=160, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.CLUSTER)
    country = models.CharField(_("country"), max_length=2, choices=COUNTRIES, blank=True)
    region = models.CharField(_("region"), max_length=120, blank=True)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    members_count = models.PositiveIntegerField(_("number of members"), null=True, blank=True)
    ecosystems = models.ManyToManyField(Ecosystem, verbose_name=_("ecosystems"), blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CannotDeletePeople(Exception):
    """Raised instead of deleting an account: what other people wrote around it would go with it."""


DELETE_REFUSED = _(
    "Accounts are never deleted, because other people's posts would go with them. Close the account instead."
)


class UserQuerySet(models.QuerySet["User"]):
    def delete(self) -> Any:
        raise CannotDeletePeople(DELETE_REFUSED)

    def active(self) -> UserQuerySet:
        return self.filter(is_active=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Store a new member. Raises ValueError without an e-mail address."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A member: a person with an account, who signs in by e-mail address."""

    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(_("your name"), max_length=80)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
    )
    organisation_name = models.CharField(_("organisation"), max_length=160, blank=True)
    job_title = models.CharField(_("what you do there"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, choices=COUNTRIES, blank=True)
    bio = models.TextField(_("about you"), blank=True)
    # Nobody is in the search who did not say so (GDPR, Article 25(2)).
    findable = models.BooleanField(_("other members may find me in the search"), default=False)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Brussels")
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may open the admin"), default=False)
    is_demo = models.BooleanField(_("demo account"), default=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    # Beside the decision that says why (community.moderation): asked at every write, so it must cost no query.
    suspended_until = models.DateTimeField(_("suspended until"), null=True, blank=True, editable=False)
    trusted_at = models.DateTimeField(_("first post approved"), null=True, blank=True, editable=False)
    # To the hour: written at most once in that time, so that reading a page hardly ever writes.
    last_seen_at = models.DateTimeField(_("last here"), null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.display_name

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name.split(" ")[0]

    def get_absolute_url(self) -> str:
        return reverse("people:member", args=[self.pk])

    @property
    def initials(self) -> str:
        """Up to two letters for the round mark beside a name."""
        words = self.display_name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    @property
    def organisation_label(self) -> str:
        """The organisation as it is printed: the linked record, or what the member typed."""
        return self.organisation.name if self.organisation else self.organisation_name

    @property
    def is_suspended(self) -> bool:
        """Whether they may not write at the moment. It ends by itself."""
        return self.suspended_until is not None and self.suspended_until > timezone.now()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Refused for ever: machina's foreign keys would delete other people's posts (safety 3.2)."""
        raise CannotDeletePeople(DELETE_REFUSED)
