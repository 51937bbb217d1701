from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from collegium.bookmarks.events import ReminderDue
    from collegium.moderation import events


class NotificationsConfig(AppConfig):
    name = "collegium.notifications"
    label = "notifications"

    def ready(self) -> None:
        from collegium.bookmarks.events import ReminderDue
        from collegium.moderation import events
        from collegium.notifications import letters, listeners, reminders, requests
        from collegium.notifications.lists import unseen_for
        from collegium.notifications.models import Wishes
        from collegium.outbox import mail
        from collegium.web import chrome, news

        listeners.register()
        chrome.counts("notifications", unseen_for)
        written = {reminders.KIND: reminders.write, requests.KIND: requests.write}  # as they leave
        for kind in Wishes.KINDS:
            mail.may_still_be_sent(kind, written.get(kind, letters.may_still_be_sent))
            mail.unsubscribed_at(kind, letters.stop_of)
        mail.may_still_be_sent("yearly", letters.yearly_may_be_sent)
        mail.unsubscribed_at("yearly", letters.stop_of)
        news.listen(events.Decided, _decided)
        news.listen(events.WordsReleased, _words_released)
        news.listen(events.AppealAnswered, _appeal_answered)
        news.listen(events.ReportClosed, _report_closed)
        news.listen(ReminderDue, _reminder_due)


def _decided(event: events.Decided) -> None:
    from collegium.moderation.models import Decision
    from collegium.notifications import actions

    decision = Decision.objects.get(pk=event.decision_id)
    for person in decision.people():
        if person.pk != decision.by_id:
            actions.tell_outcome(person.pk, "decision", decision.pk, decision.get_absolute_url())


def _words_released(event: events.WordsReleased) -> None:
    from collegium.notifications import actions

    actions.tell_outcome(event.person_id, "released", event.target_id, event.address)


def _appeal_answered(event: events.AppealAnswered) -> None:
    from collegium.moderation.models import Appeal
    from collegium.notifications import actions

    decision = Appeal.objects.select_related("decision").get(pk=event.appeal_id).decision
    for person in decision.people():
        actions.tell_outcome(person.pk, "appeal", event.appeal_id, decision.get_absolute_url())


def _report_closed(event: events.ReportClosed) -> None:
    from collegium.moderation.models import Report
    from collegium.notifications import actions

    report = Report.objects.get(pk=event.report_id)
    actions.tell_outcome(report.person_id, "report", report.pk, "/reports/")


def _reminder_due(event: ReminderDue) -> None:
    from collegium.notifications import actions, reminders

    actions.tell_outcome(event.person_id, "bookmark", event.bookmark_id, f"/bookmarks/#bookmark-{event.bookmark_id}")
    reminders.send_reminder(event.bookmark_id, event.person_id)
