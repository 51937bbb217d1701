"""Fills an empty database with the demo society, step by step, with a line of progress for each."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import transaction

from collegium.accounts.models import User
from collegium.demo import (
    load_answers,
    load_asked,
    load_blogs,
    load_bookmarks,
    load_care,
    load_connections,
    load_drafts,
    load_forums,
    load_groups,
    load_leaders,
    load_magazine,
    load_organizations,
    load_people,
    load_profiles,
    load_record,
    load_reports,
    load_roster,
    load_sites,
    load_today,
    load_works,
)
from collegium.demo.chance import Clock
from collegium.demo.habits import follow_and_read
from collegium.demo.home import TEXTS
from collegium.discussion.models import Subject
from collegium.discussion.stretches import count_all
from collegium.forums.shelves import shelve_all
from collegium.search import index
from collegium.web.models import Society

SUBJECTS = {
    "policy": ("Policy and politics", "Rules, payers, advocacy"),
    "worldwide": ("Care worldwide", "How care is given elsewhere"),
    "technology": ("Social media and technology", "Tools, and what they do to us"),
    "science": ("Science and research", "Trials, evidence, doubt"),
    "practice": ("Running a practice", "Staffing, scheduling, infusion"),
    "careers": ("Training and careers", "Fellowship, first jobs, leaving well"),
    "supportive-care": ("Supportive care", "Symptoms, survivorship, words"),
    "quality": ("Quality and registry", "Measures that help"),
}


def fill(say: Callable[[str], None]) -> None:
    """Create the whole demo society around now.

    Args:
        say: prints one line of progress.
    """
    clock = Clock()
    people: dict[str, User] = {}

    def step(name: str, work: Callable[[], object]) -> None:
        started = time.perf_counter()
        with transaction.atomic():
            work()
        say(f"  {name:<34}{time.perf_counter() - started:5.1f} s")

    step("society and subjects", _society)
    step("people and portraits", lambda: people.update(load_people.load_people(TEXTS, clock)))
    step("organizations", lambda: load_organizations.load_organizations(TEXTS, people, clock))
    step("works that are cited", lambda: load_works.load_works(TEXTS))
    step("forums", lambda: load_forums.load_forums(TEXTS, people, clock))
    step("leaders' blogs", lambda: load_blogs.load_blogs(TEXTS, people, clock))
    step("what leaders and helpers do", lambda: load_leaders.load_leaders(TEXTS, people, clock))
    step("magazine", lambda: load_magazine.load_magazine(TEXTS, people, clock))
    step("groups and messages", lambda: load_groups.load_groups(TEXTS, people, clock))
    step("what forums and groups ask", lambda: load_asked.load_asked(TEXTS))
    step("cases", lambda: load_answers.load_cases(TEXTS, people, clock))
    step("answers", lambda: load_answers.load_answers(TEXTS, people))
    step("profiles", lambda: load_profiles.load_profiles(TEXTS, clock))
    step("what waits for moderators", lambda: load_reports.load_reports(people))
    step("bookmarks", lambda: load_bookmarks.load_bookmarks(TEXTS, people))
    step("connections", lambda: load_connections.load_connections(TEXTS, people))
    step("drafts", lambda: load_drafts.load_drafts(TEXTS, people))
    step("order in the forums", lambda: load_care.load_care(people))
    step("the roster", lambda: load_roster.load_roster(people, clock))
    step("the last hours", lambda: load_today.load_today(TEXTS, people))
    step("a record", lambda: load_record.load_record(people, clock))
    step("another site", lambda: load_sites.load_sites(people))
    step("stretches of talks", count_all)
    step("shelves of topics", shelve_all)
    step("questions offered", lambda: load_answers.offer_questions(people))
    step("follows, visits, reading", lambda: follow_and_read(people, clock))
    step("index of the search", index.rebuild)  # some steps write rows as they were years ago, and tell nobody


def _society() -> None:
    Society(
        name="Tamarack Society for Oncology Practice", short_name="Tamarack", magazine_name="Margins",
        issn_print="9999-0008", issn_electronic="9999-0016", issn_linking="9999-013X",
        tagline="Where people who run cancer care talk plainly to each other", time_zone="America/Chicago",
        contact_email="office@tamarack.example.org", join_url="https://tamarack.example.org/membership",
        x_url="https://x.example.org/tamarack", facebook_url="https://facebook.example.org/tamarack",
        linkedin_url="https://linkedin.example.org/tamarack", is_demo=True,
    ).save()  # fmt: skip
    for slug, (name, description) in SUBJECTS.items():
        Subject.objects.create(slug=slug, name=name, description=description)
