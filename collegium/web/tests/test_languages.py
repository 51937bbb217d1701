"""Which language a page is in, who chooses it, and how times and numbers are said in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone, translation

from collegium.accounts import actions
from collegium.accounts.models import User
from collegium.brief import phrases
from collegium.web import formats
from collegium.web.models import Society

SPANISH, ENGLISH = '<html lang="es">', '<html lang="en">'


@pytest.mark.parametrize(
    ("header", "language"),
    [("es-MX,es;q=0.9,en;q=0.5", SPANISH), ("de,en;q=0.5", ENGLISH), ("*", ENGLISH), ("", ENGLISH)],
)
def test_visitors_get_what_their_browser_asks_for(cast, header, language):
    page = cast.client("vera").get("/join/", HTTP_ACCEPT_LANGUAGE=header)
    assert language in page.content.decode()
    assert "Accept-Language" in page["Vary"]


def test_society_decides_when_the_browser_asks_for_nothing_we_speak(cast):
    Society.objects.update(language="es")
    assert SPANISH in cast.client("vera").get("/join/", HTTP_ACCEPT_LANGUAGE="de").content.decode()


def test_footer_offers_the_other_language_and_it_is_remembered(cast):
    client = cast.client("vera")
    page = client.get("/join/?next=/forums/").content.decode()
    assert '<a href="?next=%2Fforums%2F&amp;language=es" lang="es" hreflang="es" rel="nofollow">Español</a>' in page
    assert SPANISH in client.get("/join/?language=es").content.decode()
    assert client.cookies["language"]["samesite"] == "Lax"
    again = client.get("/join/").content.decode()
    assert SPANISH in again
    assert "language=en" in again
    assert "language=es" not in again


@pytest.mark.parametrize("code", ["xx", "en-xa", "../etc", ""])
def test_unknown_languages_cannot_be_chosen(cast, code):
    client = cast.client("vera")
    page = client.get("/join/", {"language": code})
    assert ENGLISH in page.content.decode()
    assert "language" not in client.cookies


def test_own_choice_wins_and_a_link_cannot_change_it(cast):
    User.objects.filter(username="mia").update(language="es")
    client = cast.client("mia")
    page = client.get("/settings/?language=en", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert SPANISH in page
    assert "language" not in client.cookies
    assert "?language=" not in page


def test_settings_offer_each_language_in_its_own_words(cast):
    page = cast.client("mia").get("/settings/").content.decode()
    assert '<option value="es">Español</option>' in page
    assert "en-xa" not in page


def test_mail_is_in_the_language_of_whom_it_is_for(cast, django_capture_on_commit_callbacks):
    User.objects.filter(username="sam").update(language="es")
    with translation.override("en"), django_capture_on_commit_callbacks(execute=True):
        actions.restore(cast.sam, cast.ada, "Era un error.")
    assert mail.outbox[-1].subject == "Su cuenta vuelve a funcionar"
    assert "El motivo: Era un error." in mail.outbox[-1].body


def test_mail_cannot_take_the_language_of_whoever_caused_it(cast, django_capture_on_commit_callbacks):
    with translation.override("es"), django_capture_on_commit_callbacks(execute=True):
        actions.restore(cast.sam, cast.ada, "A mistake.")
    assert mail.outbox[-1].subject == "Your account works again"


def test_times_and_numbers_in_spanish():
    now = timezone.now()
    with translation.override("es"):
        assert formats.number(12345) == "12.345"
        assert formats.full_date(datetime(2026, 11, 24, 12, tzinfo=UTC)) == "24 de noviembre de 2026"
        assert formats.weekday_date(datetime(2026, 11, 24, 12, tzinfo=UTC)) == "Martes, 24 de noviembre de 2026"
        assert formats.short_when(datetime(2019, 11, 9, 12, tzinfo=UTC)) == "9 nov 2019"
        assert formats.when(datetime(2019, 11, 9, 12, tzinfo=UTC)) == "9 de noviembre de 2019"
        assert formats.when(now - timedelta(days=1)) == "Ayer"
        assert formats.short_when(now - timedelta(minutes=22)) == "22 min"
        assert "noviembre de 2026" in str(formats.time_tag(datetime(2026, 11, 24, 12, tzinfo=UTC), "date"))


def test_since_is_said_with_its_article_in_spanish():
    with translation.override("es"):
        assert phrases.since(datetime(2019, 11, 9, 12, tzinfo=UTC)) == "el 9 de noviembre de 2019"
        assert phrases.since(timezone.now() - timedelta(days=3)).startswith("el ")
    with translation.override("en"):
        assert phrases.since(datetime(2019, 11, 9, 12, tzinfo=UTC)) == "Nov 9, 2019"
