"""Letters that no XML may hold, in every line of an issue: its files are made all the same."""

from __future__ import annotations

import pytest

from collegium.audience.models import PUBLIC
from collegium.discussion.words import Words
from collegium.magazine.models import Article, Issue
from collegium.magazine.tests.factory import make_article, make_issue

HARM = "a\x01b\x0cc\ufffed"


@pytest.mark.parametrize("kind", ["epub", "jats", "pdf"])
def test_letters_that_no_file_may_hold_cannot_stop_it(cast, client, kind):
    issue = make_issue(cast.reader("ed"))
    article = make_article(cast.reader("ed"), issue=issue, readers=PUBLIC)
    said = {"name": HARM, "credentials": HARM, "office": HARM, "affiliation": HARM}
    lines = {"kicker": HARM, "title": HARM, "deck": HARM, "disclosure": HARM, "hero_alt": HARM, "hero_caption": HARM}
    Article.objects.filter(pk=article.pk).update(
        **lines, byline=said, bylines=[said], body=Words.rich(f"<p>{HARM}</p>").body
    )
    Issue.objects.filter(pk=issue.pk).update(title=HARM, note=HARM, cover_line=HARM, date_text=HARM)
    client.force_login(cast.ed)
    assert client.get(f"/magazine/{issue.slug}/{kind}/").status_code == 200
