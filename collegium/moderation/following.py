"""What becomes of it when moderators asked for a change: whether the words changed since, and that it is done."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collegium.accounts.models import User
from collegium.discussion.actions import Refused
from collegium.moderation.models import Decision
from collegium.moderation.texts import TEXTS, said
from collegium.outbox import audit
from collegium.web.formats import full_date

SALT = "collegium.moderation.asked"


def prints_of(kind: str, row: Any, parts: Collection[str]) -> dict[str, str]:
    """One keyed mark for each part: it says whether words are still the same, and nothing of what they say."""
    return {part: salted_hmac(SALT, said(kind, row, [part])).hexdigest()[:24] for part in parts}


def note_change(kind: str, pk: int) -> None:
    """A page was changed: note when, for what moderators asked about, if it is those very words."""
    waiting = list(Decision.objects.about(kind, pk).asked().filter(changed_at=None))
    row = TEXTS[kind].model._default_manager.filter(pk=pk).first() if waiting else None
    changed = [decision.pk for decision in waiting if row is not None and differs(decision, row)]
    if changed:
        Decision.objects.filter(pk__in=changed).update(changed_at=timezone.now())


def differs(decision: Decision, row: Any) -> bool:
    """Whether the words say something else than when somebody was asked to change them."""
    seen = decision.detail.get("seen", {})
    return bool(prints_of(decision.kind, row, list(seen)) != seen)


def state_of(decision: Decision, row: Any) -> str:
    """What came of it so far, as a sentence: "Changed on May 3, look again", "Nothing changed for 6 days"."""
    if differs(decision, row):
        if decision.changed_at is None:
            return _("Changed since, look again")
        return _("Changed on %(day)s, look again") % {"day": full_date(timezone.localdate(decision.changed_at))}
    days = (timezone.now() - decision.at).days
    if not days:
        return _("Nothing changed yet")
    return ngettext("Nothing changed for %(n)d day", "Nothing changed for %(n)d days", days) % {"n": days}


@transaction.atomic
def settle(decision: Decision, by: User, refusal: str = "") -> None:
    """The moderators are content, or want no more: it leaves the queue.

    Args:
        refusal: why this moderator decides nothing about it (`fair`).

    Raises:
        Refused: that, or somebody said so in the meantime.
    """
    if refusal:
        raise Refused(refusal)
    fresh = Decision.objects.asked().select_for_update(of=("self",)).filter(pk=decision.pk).first()
    if fresh is None:
        raise Refused(_("Somebody decided this in the meantime."))
    _end(fresh, by)
    audit.log(by, "closed what was asked", about=(fresh.kind, fresh.target_id))


def settle_parts(kind: str, pk: int, by: User, parts: Collection[str]) -> None:
    """What was asked about words that are taken back now is done, once none of its words are left."""
    for decision in Decision.objects.about(kind, pk).asked():
        left = {part: mark for part, mark in decision.detail.get("seen", {}).items() if part not in parts}
        decision.detail["seen"] = left
        if left:
            decision.save(update_fields=["detail"])
        else:
            _end(decision, by)


def _end(decision: Decision, by: User) -> None:
    decision.settled_at, decision.settled_by = timezone.now(), by
    decision.detail.pop("seen", None)
    decision.save(update_fields=["settled_at", "settled_by", "detail"])
