"""`collegium person add|show|suspend|restore|role …`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Collection
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from collegium.accounts import actions as accounts
from collegium.accounts.factors import has_second_factor
from collegium.accounts.models import User
from collegium.audience.models import Standing
from collegium.audience.reader import reader_for
from collegium.membership.actions import add_person
from collegium.membership.models import Category
from collegium.membership.offices import offices_of

LONGEST_NAME = User._meta.get_field("name").max_length or 160
DEEDS = {
    "show": "standing, roles, offices, and how the person signs in",
    "suspend": "end all sessions and keep the person out until restored",
    "restore": "let a suspended person in again",
    "role": "give a role, or take it away",
}
Kind = Standing.Kind
ROLES = [str(role) for role in Standing.ROLES]


class Command(BaseCommand):
    help = "Add, show, suspend, restore a person; give a role"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True)
        add = deeds.add_parser("add", help="make an account; its mail address counts as confirmed")
        add.add_argument("email")
        add.add_argument("--name", required=True)
        kind = add.add_mutually_exclusive_group()
        kind.add_argument("--member", metavar="CATEGORY", help="code of the roster: FULL, ALLIED, STAFF, …")
        kind.add_argument("--guest", action="store_true", help="a guest (default)")
        add.add_argument("--role", action="append", default=[], choices=ROLES)
        add.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
        for deed, what in DEEDS.items():
            one = deeds.add_parser(deed, help=what)
            one.add_argument("email")
            if deed == "role":
                one.add_argument("role", choices=ROLES)
                one.add_argument("--take", action="store_true", help="take the role away")
            if deed != "show":
                one.add_argument("--why", default="", help="the reason, kept in the log and told to the person")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                person = self._add(options) if options["deed"] == "add" else self._find(options["email"])
                self._do(person, options)
        except accounts.Refused as refused:
            raise CommandError(str(refused)) from None
        self._show(person)

    def _do(self, person: User, options: dict[str, Any]) -> None:
        why = options.get("why", "")
        if options["deed"] == "suspend":
            accounts.suspend(person, None, why)
        elif options["deed"] == "restore":
            accounts.restore(person, None, why)
        elif options["deed"] == "role":
            (accounts.take_role if options["take"] else accounts.give_role)(person, options["role"], None, why)

    def _find(self, email: str) -> User:
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Nobody here has the mail address {email}.")
        return person

    def _add(self, options: dict[str, Any]) -> User:
        category = None
        if options["member"]:
            category = Category.objects.filter(code=options["member"].upper()).first()
            if category is None:
                codes = ", ".join(Category.objects.values_list("code", flat=True))
                raise CommandError(f"There is no category {options['member']}. There are: {codes}.")
        try:
            validate_email(options["email"])
        except ValidationError:
            raise CommandError(f"{options['email']} is no mail address.", returncode=2) from None
        name = " ".join(options["name"].split())
        if not 0 < len(name) <= LONGEST_NAME:
            raise CommandError(f"A name has 1 to {LONGEST_NAME} characters. Give the person's own with --name.")
        password = self._password() if options["password_stdin"] else None
        person = add_person(name, options["email"], None, category=category, password=password)
        for role in options["role"]:
            accounts.give_role(person, role, None, "")
        return person

    def _password(self) -> str:
        password = sys.stdin.readline().rstrip("\r\n")
        try:
            validate_password(password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        return password

    def _show(self, person: User) -> None:
        reader = reader_for(User.objects.get(pk=person.pk))
        terms = ", ".join(f"{term.title} ({term.years})" for term in offices_of(person))
        lines = {
            "name": person.full_name, "username": person.username, "mail": person.email or "none",
            "standing": self._standing(person) if reader.is_visitor else reader.standing,
            "roles": ", ".join(sorted(reader.roles)) or "none", "offices": terms or "none",
            "second factor": self._factor(person, reader.roles),
            "sign-in": "set up" if person.has_usable_password() else "by code at /accounts/first/",
        }  # fmt: skip
        for label, value in lines.items():
            self.stdout.write(f"{label + ':':<15}{value}")

    def _factor(self, person: User, roles: Collection[str]) -> str:
        return "yes" if has_second_factor(person) else "no; roles rest until one is set up" if roles else "no"

    def _standing(self, person: User) -> str:
        """Of whoever equals a visitor: why."""
        barred = Standing.objects.filter(person=person, kind__in=(Kind.SUSPENDED, Kind.DECEASED)).at().first()
        return barred.kind if barred else "none (mail address not confirmed, or account ended)"
