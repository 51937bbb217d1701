"""What nobody attached goes after a day; what belongs to something stays."""

from __future__ import annotations

import os
import time
from datetime import timedelta

from django.utils import timezone

from collegium.files import actions
from collegium.files.models import File
from collegium.files.tests.factory import PDF


def test_unattached_uploads_are_erased_after_a_day(cast, django_capture_on_commit_callbacks, storage):
    old, fresh, kept = (actions.store(PDF, f"{n}.pdf", cast.mia) for n in range(3))
    actions.attach([kept.pk], "profile", 1, cast.mia)
    File.objects.filter(pk__in=[old.pk, kept.pk]).update(created_at=timezone.now() - timedelta(hours=25))
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.sweep_unattached() == 1
    assert set(File.objects.all()) == {fresh, kept}
    assert not (storage / old.stored).exists()


def test_bytes_without_a_row_are_swept_and_known_ones_cannot_be(cast, storage):
    known = actions.store(PDF, "a.pdf", cast.mia)
    stray = storage / "ab" / ("c" * 30)
    stray.mkdir(parents=True)
    (stray / "file").write_bytes(b"x")
    past = time.time() - 2 * 86400
    for file in (stray / "file", storage / known.stored / "file"):
        os.utime(file, (past, past))
    assert actions.sweep_storage() == 1
    assert not stray.exists()
    assert (storage / known.stored / "file").exists()
