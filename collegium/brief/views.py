"""`/`: home, for visitors another page than for who is registered."""

from __future__ import annotations

from collections.abc import Hashable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_POST

from collegium.audience.ahead import of_this_page
from collegium.audience.doors import open_to
from collegium.audience.reader import Reader
from collegium.audience.shared import as_of
from collegium.brief import actions, phrases
from collegium.brief.home import BUDGETS, home_of
from collegium.brief.models import Visit
from collegium.brief.sending import next_brief
from collegium.brief.visitor import visitor_home
from collegium.brief.visits import visit_of, visit_question
from collegium.conversations.inbox import unread_for
from collegium.discussion.marks import latest_reading
from collegium.discussion.views import see_other
from collegium.notifications.models import Wishes
from collegium.notifications.views import remember_keys
from collegium.people.follows import follow_state
from collegium.web.statements import Question, ask_ahead


def _own(reader: Reader, visit: Visit) -> tuple[Hashable, ...]:
    """What decides a person's home, beside their wishes: it moves when anything on it does."""
    own = (latest_reading(reader), follow_state(reader), unread_for(reader), visit.key)
    return (as_of(reader), reader.person_id, *own)


def _questions(reader: Reader) -> list[Question | None]:
    if reader.person_id is None:
        return []
    return [Wishes.question(reader.person_id), visit_question(reader.person_id)]


@of_this_page(_questions)
@open_to("everyone")
def home(request: HttpRequest) -> HttpResponse:
    """Since last time, within the minutes somebody has (`?minutes=3`); for visitors what is open to everybody."""
    reader = request.reader  # type: ignore[attr-defined]
    if reader.is_visitor:
        return render(request, "brief/visitor.html", {"page": visitor_home()})
    text = request.GET.get("minutes", "")
    budget = next((number for number in BUDGETS if str(number) == text), None)
    person_id = reader.person_id
    ask_ahead(*_questions(reader))
    now, wishes, visit = timezone.now(), Wishes.of(person_id), visit_of(person_id)
    context = {
        "as_of": (*_own(reader, visit), wishes.changed_at, budget),
        "page": SimpleLazyObject(lambda: home_of(reader, budget)),
        "visit": visit,
        "since": phrases.since(visit.since),
        "budgets": BUDGETS,
        "now": now,
        "next": SimpleLazyObject(lambda: phrases.next_time(next_brief(reader.person, now, wishes))),
    }
    response = render(request, "brief/home.html", context)
    return remember_keys(response, wishes) if wishes.no_keys else response


@open_to("registered")
@require_POST
def mark_all_seen(request: HttpRequest) -> HttpResponse:
    """Empty the round."""
    actions.mark_all_seen(request.reader)  # type: ignore[attr-defined]
    return see_other("/")
