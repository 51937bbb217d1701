"""The desk's list of what failed five times, mails and jobs: why, and once more."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.discussion.views import see_other
from collegium.importing import hide_addresses
from collegium.outbox import audit, jobs, mail
from collegium.outbox.models import Mail

SHOWN = 50  # of each
AT_ONCE = 1000  # run again by one press


@open_to("administrators")
def parked_work(request: HttpRequest) -> HttpResponse:
    """`/desk/parked/`: kind, time and cause, latest first; neither addresses nor what a mail says."""
    parked_jobs = jobs.parked()
    mails = Mail.objects.parked().order_by("-parked_at")
    rows = [
        (job.task_path.rpartition(".")[2], job.finished_at, _last_line(job.traceback)) for job in parked_jobs[:SHOWN]
    ]
    letters = [(one.kind, one.parked_at, hide_addresses(one.last_error)) for one in mails[:SHOWN]]
    context = {"jobs": rows, "mails": letters, "job_count": parked_jobs.count(), "mail_count": mails.count()}
    return render(request, "desk/parked_work.html", context)


def _last_line(trace: str) -> str:
    return hide_addresses((trace.strip().splitlines() or [""])[-1])[:300]


@open_to("administrators")
@require_POST
def run_parked(request: HttpRequest) -> HttpResponse:
    """Give them all five new tries, oldest first; it is logged."""
    waiting = list(jobs.parked().reverse()[:AT_ONCE])
    letters = list(Mail.objects.parked().order_by("parked_at")[:AT_ONCE])
    with transaction.atomic():
        for job in waiting:
            jobs.run_again(job)
        for letter in letters:
            mail.send_again(letter)
        audit.log(request.reader.person, "ran parked work again", detail={"jobs": len(waiting), "mails": len(letters)})
    return see_other("/desk/parked/")
