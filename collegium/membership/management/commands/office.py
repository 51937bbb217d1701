"""`collegium office grant EMAIL OFFICE --from D [--to D] [--body BODY]` and `office list [--on D]`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from collegium.accounts.actions import Refused
from collegium.accounts.models import User
from collegium.membership.actions import grant_office
from collegium.membership.management import day
from collegium.membership.models import Body, Office, Term, society_today


class Command(BaseCommand):
    help = "Give a person an office for a term"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True)
        grant = deeds.add_parser("grant", help="give an office")
        grant.add_argument("email")
        grant.add_argument("office", help="key, such as president or editor-in-chief")
        grant.add_argument("--from", dest="start", type=day, required=True, metavar="DATE")
        grant.add_argument("--to", dest="end", type=day, metavar="DATE", help="the day of handover")
        grant.add_argument("--body", help="key of a committee, such as board or ethics")
        listed = deeds.add_parser("list", help="who holds which office")
        listed.add_argument("--on", type=day, metavar="DATE")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["deed"] == "list":
            terms = Term.objects.on(options["on"] or society_today()).highest_first().select_related("person")
            lines = [f"{term.title}: {term.person.full_name} ({term.years})" for term in terms]
            self.stdout.write("\n".join(lines) or "Nobody holds an office then.")
            return
        person = User.objects.filter(email__iexact=options["email"]).first()
        office = Office.objects.filter(key=options["office"]).first()
        body = Body.objects.filter(key=options["body"] or "").first()
        if person is None:
            raise CommandError(f"Nobody here has the mail address {options['email']}.")
        if office is None or (options["body"] and body is None):
            keys = ", ".join(Office.objects.values_list("key", flat=True))
            raise CommandError(f"There is no such office or body. Offices: {keys}.")
        try:
            term = grant_office(person, office, options["start"], options["end"], None, body=body)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{person.full_name}: {term.title}, {term.years}.")
