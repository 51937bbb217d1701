from __future__ import annotations

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "collegium.moderation"
    label = "moderation"

    def ready(self) -> None:
        from collegium.groups.events import Announced, GroupChanged
        from collegium.moderation import attachments, letters, outside
        from collegium.moderation.following import note_change
        from collegium.moderation.queue import waiting_for
        from collegium.moderation.scrub import forget_quotes
        from collegium.moderation.texts import TEXTS
        from collegium.organizations.events import OrganizationChanged
        from collegium.outbox.mail import may_still_be_sent
        from collegium.outbox.taken_back import WordsErased, repeat_parts_with
        from collegium.people.events import ProfileChanged
        from collegium.web import news
        from collegium.web.chrome import counts

        attachments.register()
        counts("queue", waiting_for)
        may_still_be_sent(letters.KIND, letters.may_still_be_sent)
        for kind in TEXTS:
            repeat_parts_with(kind, outside.repeat)
        news.listen(WordsErased, forget_quotes)
        news.listen(ProfileChanged, lambda event: note_change("profile", event.person_id))
        news.listen(OrganizationChanged, lambda event: note_change("organization", event.organization_id))
        for changed in (GroupChanged, Announced):
            news.listen(changed, lambda event: note_change("group", event.group_id))  # type: ignore[attr-defined]
