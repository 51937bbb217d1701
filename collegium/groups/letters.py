"""The mail of a decided proposal, with the reason when staff declined, and of being made an owner by staff."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from collegium.audience.reader import reader_for
from collegium.groups.models import Group, Place
from collegium.outbox import mail
from collegium.outbox.models import Mail
from collegium.web.languages import spoken_to

KIND = "group"


def tell_decision(group: Group) -> None:
    """To its owner, who proposed it; nobody is written to about a decision of their own."""
    for place in group.places.owners().select_related("person"):
        if place.person_id == group.confirmed_by_id:
            continue
        with spoken_to(place.person):
            if group.confirmed_at:
                text = _("Staff confirmed the group you proposed. Invite people, and write the first topic:")
                text = f"{text}\n{settings.SITE_URL}{group.get_absolute_url()}"
            else:
                text = _("Staff declined the group you proposed.") + f"\n\n{group.decision_reason}"
            subject = _("Your group: %(name)s") % {"name": group.name}
            mail.queue(place.person, KIND, subject, text, about=("group", group.pk))


def tell_owner(place: Place) -> None:
    """To whom staff made the owner of a group that had none left."""
    with spoken_to(place.person):
        text = _("The group has no owner left, and staff made you its owner. You let people in and announce:")
        text = f"{text}\n{settings.SITE_URL}{place.group.get_absolute_url()}"
        subject = _("Your group: %(name)s") % {"name": place.group.name}
        mail.queue(place.person, KIND, subject, text, about=("group", place.group_id))


def may_still_be_sent(queued: Mail) -> bool:
    """The check at the moment of sending: the name of a group goes to its owner while they are a member."""
    owns = Place.objects.owners().filter(group=queued.about_id, person=queued.person).exists()
    return owns and reader_for(queued.person).is_member
