"""Suspended, deceased, merged and unconfirmed accounts: whatever of them is still open anywhere answers as to a visitor."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from collegium.accounts.models import User
from collegium.audience.actions import end, grant
from collegium.audience.models import Standing
from collegium.conversations.models import Message
from collegium.discussion.actions import post_reply
from collegium.discussion.models import Reply
from collegium.discussion.words import Words
from collegium.files.actions import store
from collegium.files.tests.factory import make_picture
from collegium.forums.models import Topic
from collegium.web import versions
from tests.mixed import make_mixed

_ONCE = re.compile(r'name="(?:csrfmiddlewaretoken|token)" value="[^"]*"')
PLACES = (
    "/", "/forums/", "/blogs/", "/magazine/", "/groups/", "/members/", "/members/mia/", "/members/grace/", "/subjects/",
    "/search/?q=zebrafinch", "/notifications/", "/messages/", "/settings/", "/settings/mail/", "/settings/profile/",
    "/join/", "/desk/", "/desk/reports/", "/reports/", "/sitemap.xml", "/blogs/feed/", "/organizations/",
    "/people/complete/?q=gr",
)  # fmt: skip
K = Standing.Kind


def _merge(person: User) -> None:
    """As a roster does, but the session is forgotten to end."""
    for kind in (K.MEMBER, K.GUEST, K.MODERATOR):
        end(person, kind)
    User.objects.filter(pk=person.pk).update(email="", is_active=False)


def _unconfirm(person: User) -> None:
    _merge(person)
    Standing.objects.filter(person=person).delete()
    User.objects.filter(pk=person.pk).update(is_active=True)


ENDS: dict[str, Callable[[User], object]] = {
    "suspended": lambda person: grant(person, K.SUSPENDED),
    "deceased": lambda person: grant(person, K.DECEASED),
    "merged": _merge,
    "unconfirmed": _unconfirm,
}


def _page(client, address: str) -> tuple[int, str]:
    answer = client.get(address)
    text = b"".join(answer).decode() if answer.streaming else answer.content.decode()
    return answer.status_code, _ONCE.sub("", text)


@pytest.mark.parametrize("how", ENDS)
@pytest.mark.parametrize("who", ["mia", "otto", "mo"])
def test_a_session_that_is_still_open_cannot_get_more_than_a_visitor(cast, who, how):
    mixed = make_mixed(cast)
    addresses = [thing.address for thing in mixed.things.values()] + list(PLACES)
    client = cast.client(who)
    for address in addresses:
        client.get(address)  # whatever is kept of pages is warm
    ENDS[how](getattr(cast, who))
    name = getattr(cast, who).name
    pages = {address: _page(client, address) for address in addresses}
    versions.forget_all()
    visitor = cast.client("vera")
    for address in addresses:
        wanted = _page(visitor, address)
        assert pages[address][0] == wanted[0], address
        assert pages[address][1].count(name) <= wanted[1].count(name), address
        assert pages[address] == wanted, address


@pytest.mark.parametrize("how", [None, *ENDS])
def test_a_session_that_is_still_open_cannot_write(cast, how, settings, tmp_path):
    """What Mia could do a moment before (None: nothing ended) is refused."""
    settings.MEDIA_ROOT = tmp_path
    mixed = make_mixed(cast)
    topic = mixed.topics["public"]
    own = post_reply(topic, Words.plain("What I said."), cast.reader("mia"))
    upload = store(make_picture(), "ward.jpg", cast.mia)
    client = cast.client("mia")
    if how:
        ENDS[how](cast.mia)
    forms = {
        f"/pieces/{topic.pk}/replies/": {"body": "Words.", "token": "a" * 32},
        f"/forums/{topic.forum.slug}/new/": {"title": "Words of mine", "body": "Words.", "token": "b" * 32},
        f"/pieces/{topic.pk}/react/": {"give": "useful", "reply": own.pk},
        f"/replies/{own.pk}/edit/": {"body": "Changed.", "version": own.version},
        mixed.things["conversation"].address: {"body": "Words.", "token": "c" * 32},
    }
    tables = [Reply.objects.order_by("pk"), Topic.objects.order_by("pk"), Message.objects.order_by("pk")]
    before = [list(rows.values_list("pk", "reply_count" if rows.model is Topic else "text")) for rows in tables]
    answers = {address: client.post(address, form).status_code for address, form in forms.items()}
    after = [list(rows.all().values_list("pk", "reply_count" if rows.model is Topic else "text")) for rows in tables]
    assert (after == before) == (how is not None)
    hidden = {mixed.things["conversation"].address: 404}
    assert answers == (dict.fromkeys(forms, 303) if how is None else dict.fromkeys(forms, 403) | hidden)
    assert client.get(f"/files/{upload.pk}/").status_code == (200 if how is None else 404)
