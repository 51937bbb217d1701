"""The entry: what can be found, and what decides who may find it. Its words lie in the database's own text index."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from collegium.audience.reader import Reader
from collegium.blogs.models import Post
from collegium.discussion.models import Piece, Reply
from collegium.groups.models import Group
from collegium.magazine.models import Article, Issue
from collegium.organizations.models import Organization
from collegium.people.directory import listed_members


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries, by who may find them. The two sets below never overlap, so that counts can be added."""

    def full_for(self, reader: Reader) -> Self:
        """What this reader may find by any of its words."""
        piece = Exists(Piece.objects.filter(pk=OuterRef("piece_id")).readable_by(reader))
        reply = Exists(Reply.objects.filter(pk=OuterRef("reply_id"), taken_back_at=None).readable_by(reader))
        condition = Q(Q(piece__isnull=False, reply=None) & Q(piece)) | Q(Q(reply__isnull=False) & Q(reply))
        condition |= Q(organization__isnull=False) & Q(
            Exists(Organization.objects.filter(pk=OuterRef("organization_id")).listed())
        )
        condition |= Q(issue__isnull=False) & Q(Exists(Issue.objects.filter(pk=OuterRef("issue_id")).out()))
        groups = Group.objects.filter(pk=OuterRef("group_id"), audience__in=reader.audiences)
        if reader.is_member:
            person = Exists(listed_members().order_by().filter(pk=OuterRef("person_id")))
            condition |= Q(person__isnull=False) & Q(person)
            condition |= Q(group__isnull=False) & Q(Exists(groups.exclude(confirmed_at=None)))
        return self.filter(condition)

    def within_few(self, reader: Reader) -> Self:
        """Only entries of pieces that this reader (no member) has, of organizations and of issues: it narrows the walk
        of who may read little, so that it begins with these; `full_for` still asks each of them.
        """
        few = Piece.objects.readable_by(reader).values("pk")
        mine = Entry.objects.filter(piece__in=few).values("pk")
        kept = [Entry.objects.filter(**{f"{kind}__isnull": False}).values("pk") for kind in ("organization", "issue")]
        return self.filter(pk__in=mine.union(*kept, all=True))

    def teased_to(self, reader: Reader) -> Self:
        """What this reader may find by its teaser words only."""
        pieces = Piece.objects.filter(pk=OuterRef("piece_id"))
        condition = (
            Q(section__in=[Entry.Section.POSTS, Entry.Section.ARTICLES], reply=None)
            & Q(Exists(pieces.listed_for(reader)))
            & ~Q(Exists(pieces.readable_by(reader)))
        )
        if reader.is_member:
            carded = Group.objects.filter(pk=OuterRef("group_id"), kind__in=Group.with_card_for(reader))
            outside = carded.exclude(confirmed_at=None).exclude(audience__in=reader.audiences)
            condition |= Q(group__isnull=False) & Q(Exists(outside))
        else:
            wrote = Piece.objects.filter(author=OuterRef("person_id")).readable_by(reader)
            said = Reply.objects.filter(author=OuterRef("person_id"), taken_back_at=None).readable_by(reader)
            own = Q(co_authors__person=OuterRef("person_id"), co_authors__agreed_version=F("first_version"))
            shared = Post.objects.filter(own).readable_by(reader)
            signed = Article.objects.filter(authors=OuterRef("person_id")).readable_by(reader)
            wrote_it = Q(Exists(wrote)) | Q(Exists(said)) | Q(Exists(shared)) | Q(Exists(signed))
            condition |= Q(person__isnull=False) & wrote_it
        return self.filter(condition)


class Entry(models.Model):
    """Something that can be found. Replies are found under their piece: `target` is the id of the page's own thing."""

    class Section(models.TextChoices):
        """The kinds of result, as in the address (`in=`)."""

        TOPICS = "topics", _("Topics")
        POSTS = "posts", _("Posts")
        ARTICLES = "articles", _("Articles")
        ISSUES = "issues", _("Issues")
        PEOPLE = "people", _("People")
        ORGANIZATIONS = "organizations", _("Organizations")
        GROUPS = "groups", _("Groups")

    section = models.CharField(max_length=16, choices=Section.choices)
    target = models.PositiveBigIntegerField()
    piece = models.ForeignKey(Piece, models.CASCADE, null=True, related_name="+")
    reply = models.OneToOneField(Reply, models.CASCADE, null=True, related_name="+")
    issue = models.OneToOneField(Issue, models.CASCADE, null=True, related_name="+")
    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    organization = models.OneToOneField(Organization, models.CASCADE, null=True, related_name="+")
    group = models.OneToOneField(Group, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["piece"], condition=Q(reply=None, piece__isnull=False), name="entry_of_piece_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.target}"
