"""Words taken back as identifying a patient are in no column of no table; and no column of words is forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.models.functions import Cast
from django.utils import timezone

from collegium.answers.asking import be_willing, offer
from collegium.answers.tests.factory import make_card
from collegium.answers.tests.test_present_case import case, forum  # noqa: F401 (fixtures)
from collegium.audience.models import GUESTS, PUBLIC
from collegium.blogs.actions import correct_post, edit_post
from collegium.blogs.models import OldSlug, Post
from collegium.blogs.tests.factory import make_blog, make_post, writing
from collegium.connections.actions import ask, put_off
from collegium.connections.actions import end as withdraw
from collegium.conversations.actions import begin
from collegium.discussion import actions as words
from collegium.discussion.models import Piece
from collegium.discussion.words import Words
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups.actions import announce, describe
from collegium.groups.tests.factory import make_group
from collegium.importing.models import OldAddress
from collegium.magazine.models import Article
from collegium.magazine.tests.factory import make_article
from collegium.moderation import actions as moderation
from collegium.moderation.things import found
from collegium.notifications.actions import change_wishes
from collegium.organizations.actions import merge, put_up_notice, write_story
from collegium.organizations.tests.factory import make_organization
from collegium.people.actions import change_profile, follow
from collegium.polls.tests.factory import make_poll

NAME = "Abernathy"
SAID = f"Mrs {NAME} of ward nine."

# Every column in which somebody may write words of their own, and what erases them everywhere.
ERASED_WITH = {
    "what a piece or reply says": (
        "discussion.Piece.title", "discussion.Piece.slug", "discussion.Piece.deck", "discussion.Piece.body", "discussion.Piece.text",
        "discussion.Reply.body", "discussion.Reply.text",
        "discussion.Revision.title", "discussion.Revision.deck", "discussion.Revision.body",
        "blogs.Post.hero_alt", "blogs.Post.hero_caption", "blogs.Post.address", "blogs.Post.corrections", "blogs.OldSlug.slug",
        "blogs.Approval.note", "blogs.Approval.answer",
        "magazine.Article.hero_alt", "magazine.Article.hero_caption", "magazine.Article.address", "magazine.Article.kicker",
        "magazine.Article.disclosure", "magazine.Proof.words",
        "polls.Poll.question", "polls.Option.text",
        "answers.Card.question", "answers.Card.answer", "answers.Card.did", "answers.Card.outcome",
        "answers.CardVersion.question", "answers.CardVersion.answer", "answers.CardVersion.did", "answers.CardVersion.outcome",
        "answers.Case.setting", "answers.Case.question", "answers.Case.options", "answers.Case.outcome",
        "answers.CaseVersion.setting", "answers.CaseVersion.question", "answers.CaseVersion.options",
        "files.File.name", "files.File.alt", "outbox.Mail.subject", "outbox.Mail.text", "outbox.Mail.html",
        "importing.OldAddress.key", "moderation.Report.note", "moderation.Appeal.text", "moderation.Appeal.answer",
    ),
    "cut out where it quotes what was taken back; the rest of a reason stays": (
        "moderation.Decision.reason", "outbox.AuditLine.why", "discussion.Piece.lock_reason",
        "discussion.Piece.hidden_reason", "discussion.Reply.hidden_reason", "conversations.Message.hidden_reason",
        "answers.Card.hidden_reason",
    ),
    "for staff, who decide by it, and erased thirty days after the decision": (
        "organizations.Claim.evidence", "organizations.Claim.answer",
    ),
    "written by staff, of what they saw; it stays as the proof of a claim, and no talk goes in": (
        "organizations.Claim.document",
    ),
    "a message": ("conversations.Message.body", "conversations.Message.text"),
    "the draft of an edit; else thrown away by its writer, who alone has it": (
        "discussion.Draft.body", "discussion.Draft.line", "discussion.Draft.other_body", "discussion.Draft.other_line",
    ),
    "withdrawn, put off or accepted": ("connections.Request.note",),
    "withdrawn, admitted or turned down": ("groups.Place.note",),
    "a part of a page, by moderators; changed or removed by whoever keeps it, and nothing older is kept": (
        "people.Profile.headline", "people.Profile.about", "people.Profile.ask_me_about", "people.Profile.links",
        "organizations.Organization.description", "organizations.Organization.story", "organizations.Organization.story_by",
        "organizations.Notice.title", "organizations.Notice.text", "organizations.Notice.link",
        "groups.Group.summary", "groups.Group.about", "groups.Group.announcement", "answers.Offer.about",
    ),
    "changed or removed by whoever wrote it; nothing older is kept": (
        "people.Relationship.company", "people.Relationship.nature", "organizations.Affiliation.title",
        "groups.Group.name", "groups.Group.slug",
        "blogs.Blog.title", "blogs.Blog.slug", "blogs.Blog.description", "blogs.Blog.bio", "blogs.Blog.disclosures",
        "blogs.Series.title", "blogs.Series.slug", "bookmarks.Bookmark.note", "dossier.Entry.title",
        "forums.Prompt.label", "forums.Prompt.help", "forums.Prompt.choices",
    ),
}  # fmt: skip
# Apps and tables in which nobody but staff and machines write, and columns beside words that are none.
NOBODYS = {
    "web", "audience", "citations", "accounts", "membership", "signon", "scim", "idp", "search", "brief", "notifications",
    "desk.MemberExport", "outbox.AuditLine", "outbox.Schedule", "outbox.Beat", "magazine.Issue", "magazine.Department",
    "magazine.OldIssueSlug", "magazine.WordNote", "magazine.Relation", "moderation.Decision", "forums.Section", "forums.Forum",
    "discussion.Subject", "people.Specialty", "people.DiseaseSite", "people.Speaks", "people.Verification", "people.Follow",
    "organizations.Merger", "conversations.Conversation",
}  # fmt: skip
BESIDE = {
    "byline", "bylines", "last_by", "origin", "hidden_reason", "lock_reason", "decision_reason", "reason", "key", "address",
    "base", "kind", "type", "pages", "holder_name", "name", "mail", "icon", "sha256", "parent_kind", "stored", "widths",
    "about_kind", "message_id", "headers", "last_error", "suffix", "legal_given_name", "city", "state", "country", "phone",
    "npi", "orcid", "ror", "ccn", "names", "street", "website", "domains", "host", "name_key", "city_key", "imported", "social",
    "slug", "domain", "token", "work_email", "code_hash",
}  # fmt: skip
TEXTS = (models.CharField, models.TextField, models.JSONField)


def columns() -> list[tuple[type[models.Model], Any]]:
    """Every column of our tables that holds text."""
    return [
        (model, field)
        for model in apps.get_models()
        if model.__module__.startswith("collegium.") and model._meta.managed
        for field in model._meta.local_fields
        if isinstance(field, TEXTS) and not field.choices and not field.name.startswith("folded_")
    ]


def named(model: type[models.Model], field: Any) -> str:
    return f"{model._meta.label}.{field.name}"


def where(word: str) -> list[str]:
    """The columns that hold this word somewhere."""
    held = []
    for model, field in columns():
        rows = model._base_manager.annotate(said=Cast(field.name, models.TextField()))
        if rows.filter(said__icontains=word).exists():
            held.append(named(model, field))
    return held


def test_no_column_of_words_is_forgotten():
    """Whoever adds one says here how it goes when it identifies a patient."""
    listed = {name for names in ERASED_WITH.values() for name in names}
    found_ = {named(model, field): (model, field) for model, field in columns()}
    open_ = {
        name
        for name, (model, field) in found_.items()
        if name not in listed
        and field.name not in BESIDE
        and not {model._meta.app_label, model._meta.label} & NOBODYS
        and field.name not in ("words", "folded")
    }
    assert open_ == set()
    assert listed - set(found_) == set()


def _topic(cast: Any) -> Piece:
    topic = make_poll(cast.petra, question=SAID, options=[SAID, "Another"]).piece.topic
    words.edit(topic, Words.plain(SAID), cast.reader("petra"), title=SAID)
    make_card(topic, question=SAID, answer=SAID, did=[SAID], outcome=SAID)
    return topic


def _post(cast: Any) -> Piece:
    blog = make_blog(cast.petra)
    post = make_post(blog, SAID, deck=SAID, body=f"<p>{SAID}</p>")
    post.hero_alt = post.hero_caption = SAID
    post.save()
    edit_post(post, writing(f"Another {NAME}", PUBLIC), cast.reader("petra"), seen_version=post.version)
    correct_post(Post.objects.get(pk=post.pk), SAID, cast.reader("petra"))
    OldSlug.objects.create(blog=blog, post=post, slug="mrs-abernathy")
    OldAddress.objects.create(key="/2010/05/mrs-abernathy", piece=post)
    return post


def _article(cast: Any) -> Piece:
    article = make_article(cast.reader("ed"), title=SAID, kicker=NAME, disclosure=SAID)
    Article.objects.filter(pk=article.pk).update(hero_alt=SAID, hero_caption=SAID)
    return Article.objects.get(pk=article.pk)


@pytest.mark.parametrize("make", [_topic, _post, _article])
@pytest.mark.parametrize("whole", [True, False])
def test_a_piece_taken_back_cannot_be_found_in_any_column(cast, make, whole):
    for who in ("mia", "otto"):
        change_wishes(getattr(cast, who), published="now", reply="now")
        follow(getattr(cast, who), "person", cast.petra.pk)
    piece = make(cast)
    moderation.report(found("piece", piece.pk), cast.grace, "patient", f"It names {NAME}.")
    assert len(where(NAME)) > 3
    words.take_back(piece if whole else Piece.objects.get(pk=piece.pk))
    assert where(NAME) == []
    assert not cast.client("mo").get("/search/?q=ward+nine").text.count("ward nine</")


def test_a_reply_taken_back_cannot_be_found_in_any_column(cast):
    topic = make_topic(cast.petra, make_forum(readers=GUESTS, writers=GUESTS))
    reply = words.post_reply(topic, Words.plain(SAID), cast.reader("mia"))
    words.edit(reply, Words.plain(f"{SAID} Again."), cast.reader("mia"))
    make_card(Topic.objects.get(pk=topic.pk))
    moderation.report(found("reply", reply.pk), cast.grace, "patient", SAID)
    assert where(NAME)
    words.take_back(reply)
    assert where(NAME) == []


def test_a_case_taken_back_cannot_be_found_in_any_column(cast, case):  # noqa: F811
    topic = Topic.objects.get(pk=case.pk)
    assert where(case.setting) == ["answers.Case.setting"]
    words.take_back(topic)
    assert where(case.setting) == []


def test_a_message_taken_back_cannot_be_found_in_any_column(cast):
    message = begin([cast.petra], Words.plain(SAID), cast.reader("mia"))
    moderation.report(found("message", message.pk), cast.petra, "patient", SAID)
    assert where(NAME)
    moderation.take_back(found("message", message.pk), cast.mo, "It names a patient.")
    assert where(NAME) == []


def _profile(cast: Any) -> tuple[str, int, list[str]]:
    said = {"headline": SAID, "about": SAID, "ask_me_about": NAME, "links": {"website": f"https://{NAME}.example"}}
    change_profile(cast.otto, said)
    be_willing(cast.otto, 2)
    topic = make_topic(cast.petra, make_forum(), title=f"What of {NAME.lower()}?")
    assert offer(topic.pk) == 1
    Topic.objects.filter(pk=topic.pk).update(title="What of it?", slug="what")
    return "profile", cast.otto.pk, list(said)


def _organization(cast: Any) -> tuple[str, int, list[str]]:
    page = make_organization(description=SAID, imported={"description": SAID})
    write_story(page, f"<p>{SAID}</p>", cast.otto, name=NAME)
    follow(cast.mia, "organization", page.pk)
    change_wishes(cast.mia, published="now")
    notice = put_up_notice(page, SAID, SAID, f"https://{NAME}.example", timezone.localdate(), cast.otto)
    gone = make_organization("Another", description=SAID)
    merge(gone, page, cast.ada, "One place.")
    return "organization", page.pk, ["description", "story", f"news-{notice.pk}"]


def _group(cast: Any) -> tuple[str, int, list[str]]:
    group = make_group(cast.petra, "open", cast.mia)
    describe(group, name=group.name, summary=SAID, about=SAID, icon="users")
    announce(group, SAID, cast.petra)
    return "group", group.pk, ["summary", "about", "announcement"]


@pytest.mark.parametrize("make", [_profile, _organization, _group])
def test_parts_of_a_page_taken_back_cannot_be_found_in_any_column(cast, make):
    kind, pk, parts = make(cast)
    moderation.report(found(kind, pk), cast.grace, "patient", SAID)
    assert len(where(NAME)) > 3
    moderation.take_back(found(kind, pk), cast.mo, "It names a patient.", parts)
    assert where(NAME) == []
    for address in ("/search/?q=ward+nine", "/members/?q=ward+nine", "/organizations/?q=ward+nine", "/groups/?q=ward"):
        assert NAME not in cast.client("mia").get(address).text


@pytest.mark.parametrize("do", ["withdraw", "put off", "accept"])
def test_the_line_of_a_request_to_connect_cannot_stay(cast, do):
    ask(cast.petra, cast.reader("mia"), SAID)
    assert where(NAME) == ["connections.Request.note"]
    if do == "withdraw":
        withdraw(cast.petra.pk, cast.reader("mia"))
    elif do == "put off":
        put_off(cast.mia.pk, cast.reader("petra"))
    else:
        ask(cast.mia, cast.reader("petra"))
    assert where(NAME) == []
