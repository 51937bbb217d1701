"""Providers of sign-ins. Who is linked to whom is kept by django-allauth (`SocialAccount`)."""

from __future__ import annotations

from typing import Self

from allauth.socialaccount.models import SocialAccount
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from collegium.web.lines import Line

LONGEST_SUBJECT = 191  # characters kept of a subject (`SocialAccount.uid`); longer ones as their hash


class ProviderQuerySet(models.QuerySet["Provider"]):
    """Providers, in the ways screens ask for them."""

    def on(self) -> Self:
        """Those that sign people in now."""
        return self.filter(is_on=True)


class Provider(models.Model):
    """Whoever vouches for people. `slug` is part of the addresses that the other side knows: it never changes."""

    class Kind(models.TextChoices):
        """How it speaks."""

        OPENID = "openid_connect", "OpenID Connect"
        SAML = "saml", "SAML 2.0"
        ORCID = "orcid", "ORCID"

    kind = models.CharField(max_length=20, choices=Kind.choices, editable=False)
    slug = models.SlugField(max_length=40, unique=True, editable=False)
    name = Line(_("Name"), max_length=40)
    is_on = models.BooleanField(_("On"), default=False)
    issuer = models.CharField(_("Address of the provider"), max_length=400)
    client_id = models.CharField(_("Client ID"), max_length=191, blank=True)
    secret = models.TextField(editable=False, blank=True)  # web.secrets.hidden; of SAML: this site's own key
    certificate = models.TextField(editable=False, blank=True)  # of SAML: of that key, PEM
    metadata_address = models.CharField(_("Address of its metadata"), max_length=400, blank=True)
    metadata = models.JSONField(default=dict, editable=False)  # of SAML: addresses and certificates
    member_claim = models.CharField(_("Where the member number is"), max_length=191, blank=True)
    trusts_member_id = models.BooleanField(_("Its member numbers sign people in"), default=False)
    trusts_factor = models.BooleanField(_("Its second factor counts"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProviderQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), name="provider_name_once",
                violation_error_message=_("Another provider has this name. Choose a name that people can tell apart."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def links(self) -> models.QuerySet[SocialAccount]:
        """Who is linked to it."""
        return SocialAccount.objects.filter(provider=self.slug)
