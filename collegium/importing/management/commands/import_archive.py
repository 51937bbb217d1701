"""`collegium import mailman|listserv|wordpress FILE --into PLACE [--apply]`: dry run first."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from collegium.accounts.models import User
from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.blogs.models import Blog
from collegium.forums.models import Forum
from collegium.importing import BadArchive
from collegium.importing.actions import READERS, Source, bring_in, look_through
from collegium.importing.pipermail import note_pages
from collegium.importing.wordpress import bringing
from collegium.importing.wordpress.pictures import Folder
from collegium.importing.wordpress.places import BlogPlace, MagazinePlace, Place
from collegium.importing.wordpress.site import Job

AUDIENCES = {"public": PUBLIC, "guests": GUESTS, "members": MEMBERS}
OFTEN = 2.0  # seconds between two lines of progress


class Command(BaseCommand):
    help = "Import the archive of a mailing list into a forum, a WordPress export into a blog or the magazine"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = [*sorted(READERS), "wordpress"]
        parser.add_argument("kind", choices=kinds, help="what wrote the file (mailman reads Mailman 2, 3 and mbox)")
        parser.add_argument("file", type=Path, help="the archive or export; .gz is unpacked while it is read")
        parser.add_argument(
            "--into", required=True, metavar="PLACE", help="the word of the forum or blog in its address, or: magazine"
        )
        parser.add_argument("--list", default="", metavar="NAME", help="the list's name; give the same every time")
        parser.add_argument("--apply", action="store_true", help="import (default: only say what would come)")
        pages = parser.add_argument_group("of Mailman 2")
        pages.add_argument("--pages", type=Path, metavar="FOLDER", help="a copy of the list's folder under pipermail")
        pages.add_argument("--at", default="", metavar="PATH", help="where that stood, such as /pipermail/onclist/")
        own = parser.add_argument_group("of a WordPress export")
        own.add_argument("--media", type=Path, metavar="FOLDER", help="a copy of wp-content/uploads with the pictures")
        own.add_argument("--readers", choices=sorted(AUDIENCES), help="who reads it (default: as the place has it)")
        own.add_argument("--author", action="append", default=[], metavar="LOGIN=HANDLE", help="who somebody is here")
        own.add_argument("--type", default="post", metavar="TYPE", help="the type of its entries (default: post)")
        own.add_argument("--department", default="", metavar="NAME", help="for articles without one of their own")

    def handle(self, *args: Any, **options: Any) -> None:
        self.told_at = time.monotonic()
        try:
            run = self._wordpress if options["kind"] == "wordpress" else self._list
            said, where = run(options)
        except BadArchive as reason:
            raise CommandError(f"{reason} Nothing was imported.") from None
        except OSError as error:
            raise CommandError(f"{options['file']} can't be read: {error.strerror or error}.") from None
        for line in said:
            self.stdout.write(line)
        self.stdout.write(f"Imported{where}." if options["apply"] else "Nothing was written. Add --apply to import.")

    def _list(self, options: dict[str, Any]) -> tuple[list[str], str]:
        forum = Forum.objects.filter(slug=options["into"]).first()
        if forum is None:
            raise CommandError(_no("forum", options["into"], Forum.objects.order_by("slug")))
        if bool(options["pages"]) != bool(options["at"]) or (options["pages"] and not options["pages"].is_dir()):
            raise CommandError(
                "--pages FOLDER and --at PATH go together: a copy of the archive's pages, where they stood."
            )
        source = Source(options["kind"], options["file"], options["list"], self._tell)
        said = list((bring_in if options["apply"] else look_through)(source, forum).lines())
        if options["pages"] and options["apply"]:
            pages, led = note_pages(options["pages"], options["at"])
            said.append(f"{pages:,} pages of the old archive, {led:,} lead on")
        return said, ", for members only"

    def _wordpress(self, options: dict[str, Any]) -> tuple[list[str], str]:
        if options["media"] and not options["media"].is_dir():
            raise CommandError(f"{options['media']} is no folder. Name the copy of wp-content/uploads.")
        job = Job(
            options["file"], _place(options), Folder(options["media"]), options["type"],
            dict(map(_person, options["author"])), self._tell,
        )  # fmt: skip
        return list((bringing.bring_in if options["apply"] else bringing.look_through)(job).lines()), ""

    def _tell(self, done: int, share: float | None) -> None:
        """Say how far it is, every two seconds, where nobody reads the result."""
        if time.monotonic() - self.told_at >= OFTEN:
            self.told_at = time.monotonic()
            self.stderr.write(f"  {done:,} read" + ("" if share is None else f", {min(share, 1):.0%} of the file"))


def _place(options: dict[str, Any]) -> Place:
    readers = AUDIENCES.get(options["readers"] or "")
    if options["into"] == "magazine":
        return MagazinePlace(readers or MEMBERS, options["department"])
    blog = Blog.objects.select_related("owner").filter(slug=options["into"]).first()
    if blog is None:
        raise CommandError(_no("blog", options["into"], Blog.objects.order_by("slug")))
    return BlogPlace(blog, readers or blog.readers_id or MEMBERS)


def _no(what: str, word: str, there: Any) -> str:
    words = ", ".join(there.values_list("slug", flat=True)) or "none"
    return f"There is no {what} {word!r}. There are: {words}."


def _person(text: str) -> tuple[str, User]:
    login, _equals, handle = text.partition("=")
    person = User.objects.filter(handle=handle).first()
    if not login or person is None:
        raise CommandError(f"--author {text!r}: expected LOGIN=HANDLE, with the handle of somebody who has an account.")
    return login, person
