from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from collegium.audience.reader import Reader


class GroupsConfig(AppConfig):
    name = "collegium.groups"
    label = "groups"

    def ready(self) -> None:
        from collegium.groups.letters import KIND, may_still_be_sent
        from collegium.outbox import mail
        from collegium.people.follows import kind_is_followed_if

        mail.may_still_be_sent(KIND, may_still_be_sent)
        kind_is_followed_if("group", _group_is_read)


def _group_is_read(reader: Reader, group_id: int) -> bool:
    """Whoever reads what is in it; a card is not enough."""
    from collegium.groups.models import Group

    return Group.objects.read_by(reader).filter(pk=group_id).exists()
