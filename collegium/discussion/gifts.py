"""Gift links: a reader gives a post or article they have in full to whoever gets the link.

The link is signed and ends after `LASTS`. It opens the words, pictures and files (PDF, JATS) of this one piece, no
comment, and is asked about each time: it ends at once when its giver has the piece no longer, or the piece is
withdrawn, hidden, narrowed or taken back. How many somebody gives is limited.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.audience.models import MEMBERS
from collegium.audience.reader import VISITOR, Reader, reader_for
from collegium.discussion.actions import Refused, concrete
from collegium.discussion.models import Gift, Piece

SALT = "collegium.discussion.gift"
LASTS = timedelta(days=14)
MOST, WITHIN = 10, timedelta(days=30)  # gifts of one person within so many days
KEPT_FOR = timedelta(days=60)  # rows of gifts that ended


class Ended(Exception):
    """The link was good once, and is not any more. Nothing else is told."""


def refusal_to_give(piece: Piece, by: Reader) -> str:
    """Why this reader may not give this piece away, as a sentence; "" when they may."""
    if by.person is None or not by.may_read(piece):
        return _("Only what you may read yourself can be given.")
    if piece.kind == Piece.Kind.TOPIC or piece.readers_id > MEMBERS:
        return _("Posts and articles can be given, talk among members cannot.")
    if VISITOR.may_read(piece):
        return _("Everybody may read this already: just share its address.")
    return ""


def left_for(by: Reader) -> int:
    """How many more pieces this reader may give now; the same one again (narrowed, published anew) counts once."""
    gifts = Gift.objects.filter(giver=by.person_id, given_at__gt=timezone.now() - WITHIN)
    return MOST - gifts.values("piece").distinct().count()


def given_by(piece: Piece, by: Reader) -> Gift | None:
    """The gift of this piece this reader made that still counts."""
    gifts = Gift.objects.filter(piece=piece, giver=by.person_id, given_at__gt=timezone.now() - LASTS)
    return gifts.filter(readers_id__gte=piece.readers_id).order_by("-given_at").first()


@transaction.atomic
def give(piece: Piece, by: Reader) -> Gift:
    """Make a link, or find the one that counts still.

    Raises:
        Refused: they may not, or gave as many as they may.
    """
    if refusal := refusal_to_give(piece, by):
        raise Refused(refusal)
    giver = User.objects.select_for_update(no_key=True).get(pk=by.person_id)  # two taps count one after another
    if gift := given_by(piece, by):
        return gift
    if left_for(by) <= 0 and not Gift.objects.filter(piece=piece, giver=giver, given_at__gt=timezone.now() - WITHIN):
        raise Refused(
            _("You have given %(n)d pieces within 30 days. Wait until the first of them is older.") % {"n": MOST}
        )
    return Gift.objects.create(piece=piece, giver=giver, readers_id=piece.readers_id)


def ends_at(gift: Gift) -> datetime:
    """When the link ends."""
    return gift.given_at + LASTS


def token_of(gift: Gift) -> str:
    """What the link carries."""
    return signing.dumps(gift.pk, salt=SALT)


def address_of(gift: Gift) -> str:
    """The whole address of a gift."""
    return settings.SITE_URL + reverse("discussion:gift_detail", args=[token_of(gift)])


def opened(token: str) -> tuple[Gift, Piece]:
    """What a link opens now: the gift and the post or article.

    Raises:
        signing.BadSignature: forged.
        Ended: too old, or it counts no longer.
    """
    pk = signing.loads(token, salt=SALT)
    gift = Gift.objects.select_related("giver", "piece").filter(pk=pk).first()
    if gift is None or ends_at(gift) <= timezone.now():
        raise Ended
    piece, giver = gift.piece, reader_for(gift.giver)
    if piece.readers_id > gift.readers_id or piece.taken_back_at or giver.is_visitor or not giver.may_read(piece):
        raise Ended
    return gift, concrete(piece)


def opens(token: str, piece_id: int) -> bool:
    """Whether a link opens the files of this piece (`files.passes`)."""
    try:
        return opened(token)[1].pk == piece_id
    except (Ended, signing.BadSignature):
        return False


def forget_old() -> int:
    """Delete what ended long ago. Returns how many."""
    return Gift.objects.filter(given_at__lt=timezone.now() - KEPT_FOR).delete()[0]
