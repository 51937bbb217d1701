"""Every address of the site, asked and posted to by each of the twelve and by who has not confirmed a mail address.

Doors hold, and nothing hidden is told. The addresses come from the resolver, filled with things the person may not
have: what is in a closed and a secret group, a draft, a hidden reply, a conversation between two others, their files,
reports, decisions and claims. An address with a part of a new name fails until `_values` says what to put there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import QuerySet
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from collegium.accounts.models import User
from collegium.answers.models import Offer
from collegium.audience.models import Belonging, Standing
from collegium.blogs.models import CoAuthor, Post
from collegium.bookmarks.models import Bookmark
from collegium.brief.tests.factory import give_office
from collegium.citations.models import Work
from collegium.conversations.models import Message, Participant
from collegium.desk.models import MemberExport
from collegium.discussion.drafts import Kept, keep
from collegium.discussion.models import Draft, Reply, Subject
from collegium.dossier.models import Entry
from collegium.files.actions import attach, store
from collegium.forums.models import Prompt, Topic
from collegium.groups.models import Group, Place
from collegium.idp.actions import agree, register_site
from collegium.magazine.proofs import send_proof
from collegium.magazine.tests.factory import make_draft, make_issue
from collegium.membership.models import MatchProposal, RosterRun
from collegium.membership.pushing import make_key
from collegium.moderation import actions as moderation
from collegium.moderation.tests.factory import make_reply
from collegium.moderation.things import found
from collegium.organizations.actions import merge, put_up_notice
from collegium.organizations.actions.claims import make_statement
from collegium.organizations.models import Affiliation, Claim, Proposal
from collegium.organizations.tests.factory import make_organization
from collegium.people.filing import save_relationship
from collegium.people.models import Filing, Relationship
from collegium.scim.models import Token
from collegium.signon.models import Provider
from tests import asked_ahead
from tests.cast import NAMES, Cast
from tests.mixed import Mixed, make_mixed
from tests.test_access import DOOR, HIDDEN, INSIDE, TABLE
from tests.test_structure import is_foreign, walk

ROUTES = [(route, pattern) for route, pattern in walk(get_resolver()) if not route.startswith("admin/")]
SECRETS = {  # by the row of the table of test_access: words that only who has it may find anywhere
    "topic members": "Topic members title",
    "removed reply": "quokka",
    "post draft": "Post draft title",
    "post scheduled": "Post scheduled title",
    "topic of open group": "Topic of the open group",
    "topic of closed group": "Topic of the closed group",
    "secret group": "Group secret name",
    "topic of secret group": "Topic of the secret group",
    "conversation": "between two of us",
}
STAFF_ONLY = {  # words that only these may find, beside those whose own they are
    "words begun": ("A sentence begun", {"mia"}),
    "file": ("Secret minutes", {"grace", "otto"}),
    "asked in a group": ("Asked in the secret group", INSIDE),
    "article draft": ("Article draft title", {"ed", "ada"}),
    "issue to come": ("Issue to come title", {"ed", "ada"}),
    "record": ("A line of a record", {"mia"}),
    "claim": ("Evidence of a claim", {"otto", "ada"}),
    "appeal": ("It names nobody", {"mia", "mo", "ada"}),
    "reason": ("It names a colleague", {"mia", "mo", "ada"}),
}
PEOPLE = [*NAMES, "una"]  # una has not confirmed her mail address
EVERY_VISIT = {"django_session", "usersessions_usersession", "brief_visit"}  # written by opening any page
FORM = {  # what forms of the site ask for, so that a deed would be done if it could be
    "act": "hide", "reason": "Because.", "why": "Because.", "body": "Words.", "text": "Words.", "title": "Words",
    "name": "Words", "confirm": "1", "version": "1", "role": "owner", "deed": "remove", "kind": "useful", "on": "1", "give": "useful",
    "readers": "1", "open": "1", "agreed": "1", "to": "mia", "handle": "mia", "summary": "Words", "answer": "accept",
}  # fmt: skip


def _values(cast: Cast, mixed: Mixed) -> dict[str, list[str]]:
    """Name of a parameter -> what a curious person would put there."""
    secret = Topic.objects.get(group=mixed.groups["secret"])
    closed = Topic.objects.get(group=mixed.groups["closed"])
    draft, message = Post.objects.get(slug="post-draft-title"), Message.objects.get()
    assert mixed.removed
    topics = [str(secret.pk), str(closed.pk)]
    places = [str(pk) for pk in Place.objects.filter(group=mixed.groups["secret"]).values_list("pk", flat=True)[:1]]
    return (
        {
            "group": [mixed.groups["secret"].slug, mixed.groups["closed"].slug],
            "slug": ["by-its-topic"],
            "topic_id": topics,
            "piece_id": [*topics, str(draft.pk)],
            "form": ["ris", "bib"],
            "reply_id": [str(mixed.removed.pk)],
            "reply": [str(mixed.removed.pk)],
            "conversation_id": [str(message.conversation_id)],
            "group_id": [str(mixed.groups["secret"].pk)],
            "place_id": places,
            "blog": ["notes"],
            "post": [draft.slug, "post-members-title"],
            "forum": ["forum-members"],
            "handle": ["mia"],
            "kind": ["piece", "openid_connect"],
            "section": ["about"],
            "pk": topics,
            "organization": ["saltmarsh-oncology"],
            "first": [str(mixed.organization.pk if mixed.organization else 0)],
            "second": [str(make_organization("Saltmarsh Clinic").pk)],
            "notice_id": [str(_notice(mixed, cast))],
            "merger_id": [str(_merger(cast))],
        }
        | _records(cast, mixed, secret)
        | _sign_on(cast)
    )


def _notice(mixed: Mixed, cast: Cast) -> int:
    """A news item of an organization."""
    assert mixed.organization
    return put_up_notice(mixed.organization, "A new infusion room", "It has a window.", "", date.today(), cast.ada).pk


def _merger(cast: Cast) -> int:
    """Two organizations that became one."""
    pair = make_organization("Old Saltmarsh"), make_organization("New Saltmarsh")
    return merge(*pair, cast.ada, "The same house.").pk


def _sign_on(cast: Cast) -> dict[str, list[str]]:
    """Where people come in from elsewhere."""
    row = Provider.objects.create(
        kind="openid_connect", slug="northfield", name="Northfield", issuer="https://n.example"
    )
    linked = SocialAccount.objects.create(provider=row.slug, uid="n-1", user=cast.petra)
    site, _secret = register_site(
        {"name": "Meeting", "addresses": ["https://m.example/"], "scopes": [], "is_trusted": False}, None
    )
    consent = agree(cast.petra, site, [])
    token = Token.objects.create(name="Member system", digest="d", begins="scim_x")
    return {"path": ["Users"], "token_id": [str(token.pk)]} | {
        "provider": [row.slug],
        "provider_id": [str(row.pk)],
        "link_id": [str(linked.pk)],
        "site_id": [str(site.pk)],
        "consent_id": [str(consent.pk)],
    }


def _records(cast: Cast, mixed: Mixed, secret: Topic) -> dict[str, list[str]]:
    """The same for what people have of their own and for what staff keep."""
    Prompt.objects.create(group=mixed.groups["secret"], order=0, label="Asked in the secret group")
    paper = store(b"%PDF-1.4 paper", "Secret minutes.pdf", cast.grace)
    attach([paper.pk], "piece", secret.pk, cast.grace)
    assert mixed.removed
    assert mixed.organization
    reply = make_reply(cast.mia, "Said to be hidden.", mixed.topics["public"])
    decision = moderation.hide(found("reply", reply.pk), cast.mo, "It names a colleague.")
    appeal = moderation.appeal(decision, "It names nobody.")
    claim = make_statement(make_organization("Dry Creek Oncology"), "Evidence of a claim.", cast.reader("otto"))
    affiliation = Affiliation.objects.get(person=cast.mia)
    heading = b"member_id,last_name,member_type,paid_thru\n"
    run = RosterRun.objects.create(file_name="roster.csv", digest="d", on=date(2026, 1, 1), content=heading)
    pushes, _secret = make_key("AMS", None)
    asked = MatchProposal.objects.create(member_id="1", name="Rosa Asked", person=cast.gus, why="address")
    draft = make_draft(cast.reader("ed"), title="Article draft title")
    proof = send_proof(draft, ("Leo", "leo@press.example"), cast.reader("ed"))
    issue = make_issue(cast.reader("ed"), title="Issue to come title", out=False)
    Subject.objects.create(name="Dosing", slug="dosing")
    offered = Offer.objects.create(topic=mixed.topics["members"], person=cast.grace, reason="subject")
    marked = Bookmark.objects.create(person=cast.grace, piece_id=secret.pk, note="A note on a secret")
    author = CoAuthor.objects.create(post=Post.objects.get(slug="post-draft-title"), person=cast.ed, asked_version=1)
    work = Work.objects.create(key="doi:10.5555/matrix.1")
    disclosed = save_relationship(cast.mia, {"category": "other", "company": "Acme"})
    begun = keep(cast.reader("mia"), f"piece-{secret.pk}", Kept("<p>A sentence begun</p>"))
    rows = {
        "file_id": paper, "decision_id": decision, "appeal_id": appeal, "claim_id": claim, "issue_id": issue,
        "affiliation_id": affiliation, "run_id": run, "proposal_id": asked, "key_id": pushes, "article_id": draft, "proof_id": proof, "term_id": give_office(cast.petra),
        "person_id": cast.mia, "department_id": draft.department, "draft_id": begun, "offer_id": offered, "bookmark_id": marked,
        "co_author": author, "work_id": work, "relationship_id": disclosed,
        "proposed_id": Proposal.objects.create(person=cast.grace, name="Pecan Flats Home Infusion", city="Pecan Flats", country="US"),
        "export_id": MemberExport.objects.create(asked_by=cast.ada, why="Badges", ended_at=timezone.now()),
        "entry_id": Entry.objects.create(person=cast.mia, on=date(2026, 1, 1), title="A line of a record", minutes=5),
    }  # fmt: skip
    return {name: [str(row.pk)] for name, row in rows.items()} | {
        "article": [draft.slug, "article-members-title"], "issue": [issue.slug], "subject": ["dosing"],
        "token": ["none"], "series": ["none"], "width": ["320"], "number": ["1"], "session_id": ["1"], "version": ["1"], "key": [begun.key],
    }  # fmt: skip


def addresses_of(route: str, values: dict[str, list[str]], slugs: dict[str, str]) -> Iterator[str]:
    """The route filled in every way."""
    names = re.findall(r"<(?:\w+:)?(\w+)>", route)
    for chosen in product(*(values[name] for name in names)):
        filled = dict(zip(names, chosen, strict=True))
        if "slug" in filled and "topic_id" in filled:
            filled["slug"] = slugs[filled["topic_id"]]
        yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match, filled=filled: filled[match[1]], route)


def _as(who: str) -> str:
    """Whose row of the table counts: who has not confirmed a mail address is a visitor."""
    return "vera" if who == "una" else who


def _client(cast: Cast, who: str) -> Client:
    if who != "una":
        return cast.client(who)
    una = User.objects.create_user(username="una", email="una@example.org", handle="una", name="Una Reyes")
    EmailAddress.objects.create(user=una, email=una.email, verified=False, primary=True)
    client = Client(HTTP_HOST="localhost")
    client.force_login(una)
    return client


def _kept_from(who: str) -> dict[str, str]:
    hidden = {name: words for name, words in SECRETS.items() if TABLE[name][_as(who)] in (DOOR, HIDDEN)}
    hidden |= {name: words for name, (words, people) in STAFF_ONLY.items() if who not in people}
    if who not in ("mo", "ada"):
        hidden["removed reply"] = SECRETS["removed reply"]
    return hidden


def _not_theirs(who: str, mixed: Mixed) -> list[QuerySet]:
    """Rows that this person may not change by whatever address."""
    groups = [mixed.groups["closed"], mixed.groups["secret"]]
    conversation = {"conversation": Message.objects.get().conversation_id}
    rows: list[QuerySet] = [Message.objects.filter(**conversation), Participant.objects.filter(**conversation)]
    rows += [Reply.objects.filter(pk=mixed.removed.pk), Draft.objects.exclude(person__handle=who)]
    rows += [Entry.objects.exclude(person__handle=who)]
    rows += [Relationship.objects.exclude(person__handle=who), Filing.objects.exclude(person__handle=who)]
    if who not in INSIDE:
        rows += [
            Topic.objects.filter(group__in=groups),
            Belonging.objects.filter(audience__in=[g.audience for g in groups]),
        ]
        rows += [Reply.objects.filter(piece__topic__group__in=groups), Group.objects.all()]
        rows += [Prompt.objects.all()]
        rows += [Place.objects.exclude(person__handle=who)]
    if TABLE["post draft"][_as(who)] == HIDDEN:
        rows += [Post.objects.all()]
    if who != "ada":
        rows += [Standing.objects.all(), Claim.objects.all()]
    return [] if who in ("mia", "otto") else rows  # their own conversation; otto owns the groups


def _now(rows: list[QuerySet]) -> list[tuple[str, list]]:
    return [(one.model.__name__, list(one.order_by("pk").values_list())) for one in rows]


def _post(client: Client, address: str, form: dict[str, str], rows: list[QuerySet], before: list):
    """What is answered to a form, and whether it changed what it must not; then all is as it was."""
    with transaction.atomic():
        asked_ahead.written.clear()
        answer = client.post(address, form)
        pairs = zip(before, _now(rows), strict=True) if asked_ahead.written - EVERY_VISIT else ()
        changed = [name for (name, was), (_name, now) in pairs if was != now]
        transaction.set_rollback(True)
    return answer, changed


def _expected(door: str, who: str, cast: Cast) -> set[int] | None:
    """What a door answers to somebody it does not admit; None for those it lets in."""
    from collegium.audience.doors import DOORS, HIDDEN_DOORS

    reader = cast.reader("vera" if who == "sam" else _as(who))
    if DOORS[door](reader):
        return None
    return {404} if door in HIDDEN_DOORS and not reader.is_visitor else {403}


@pytest.mark.parametrize("who", PEOPLE)
def test_no_address_can_tell_or_do_what_is_not_theirs(cast, who, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    mixed = make_mixed(cast)
    values = _values(cast, mixed)
    slugs = {str(topic.pk): topic.slug for topic in Topic.objects.all()}
    rows = _not_theirs(who, mixed)
    before = _now(rows)
    client, kept, asked, wrong = _client(cast, who), _kept_from(who), 0, []
    for route, pattern in ROUTES:
        door = getattr(pattern.callback, "door", "everyone")
        refused = _expected(door, who, cast)
        if is_foreign(route, pattern) and "logout" in route:
            continue
        for address in addresses_of(route, values, slugs):
            answers = [(client.get(address), []), _post(client, address, FORM, rows, before)]
            answers += [] if refused else [_post(client, address, {}, [], [])]
            for answer, changed in answers:
                asked += 1
                text = b"".join(answer) if answer.streaming else answer.content
                told = [name for name, words in kept.items() if words.encode() in text]
                if (
                    told
                    or changed
                    or answer.status_code >= 500
                    or (refused and answer.status_code not in refused | {405})
                ):
                    method = answer.request["REQUEST_METHOD"]
                    wrong.append((method, address, answer.status_code, told, changed))
    assert wrong == []
    assert asked > 2 * len(ROUTES)
