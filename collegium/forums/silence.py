"""Topics in which nobody has replied for long: whoever is about to is told, and may begin anew with a link."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collegium.audience.reader import Reader
from collegium.forums.actions import refusal_to_start, refusal_to_start_in_group
from collegium.forums.models import Topic
from collegium.web.numbers import number_of

DAYS = 365.25  # in a year


def years_of_silence(topic: Topic) -> int:
    """Whole years since the last reply, or since it began; 0 is not worth a word."""
    last = topic.moved_at or topic.published_at
    return int((timezone.now() - last).days / DAYS) if last else 0


def silence(topic: Topic) -> str:
    """How long nobody has replied, as a sentence; "" where it is less than a year."""
    years = years_of_silence(topic)
    if not years:
        return ""
    if topic.reply_count:
        said = ngettext("The last reply was a year ago.", "The last reply was %(num)d years ago.", years)
    else:
        said = ngettext("This was written a year ago.", "This was written %(num)d years ago.", years)
    return said % {"num": years}


def anew(topic: Topic, reader: Reader) -> str:
    """Where this reader begins a topic that links to this one, in the same place; "" where they may not."""
    if topic.forum is not None:
        refused = refusal_to_start(topic.forum, reader)
        address = reverse("forums:start_topic", args=[topic.forum.slug])
    elif topic.group is not None:
        refused = refusal_to_start_in_group(topic.group, reader)
        address = reverse("forums:start_group_topic", args=[topic.group.slug])
    return "" if refused else f"{address}?after={topic.pk}"


def begun_after(request: HttpRequest) -> dict[str, Any]:
    """`?after=<id>`: title and first words of a topic that begins anew what this reader read in an old one."""
    number = number_of(request.GET.get("after", ""))
    rows = Topic.objects.select_related("forum", "group").readable_by(request.reader)  # type: ignore[attr-defined]
    old = rows.filter(pk=number).first() if number is not None else None
    if old is None:
        return {}
    line = _("This goes on from an earlier topic: %(address)s")
    return {"title": old.title, "body": line % {"address": settings.SITE_URL + old.get_absolute_url()} + "\n\n"}
