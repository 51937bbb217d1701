"""The composer's upload."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from collegium.files import actions
from collegium.files.models import File
from collegium.files.tests.factory import make_picture


def send(client, data: bytes, name: str = "a.jpg", kind: str = "image/jpeg"):
    return client.post("/files/upload/", {"file": SimpleUploadedFile(name, data, kind)})


def test_member_uploads_and_gets_its_address(cast):
    answer = send(cast.client("mia"), make_picture())
    file = File.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": file.pk, "url": f"/files/{file.pk}/", "width": 800, "height": 600, "name": "a.jpg", "kind": "jpeg",
    }  # fmt: skip


def test_refusal_is_a_sentence(cast):
    answer = send(cast.client("mia"), b"<svg/>")
    assert answer.status_code == 422
    assert "SVG" in answer.json()["error"]
    assert cast.client("mia").post("/files/upload/").status_code == 422


def test_visitor_and_suspended_cannot_upload(cast):
    for name in ("vera", "sam"):
        assert send(cast.client(name), make_picture()).status_code == 403
    assert not File.objects.exists()


def test_upload_cannot_be_asked_by_get(cast):
    assert cast.client("mia").get("/files/upload/").status_code == 405


def test_file_over_the_limit_cannot_be_uploaded(cast, monkeypatch):
    monkeypatch.setattr(actions, "LARGEST", 100)
    answer = send(cast.client("mia"), make_picture())
    assert answer.status_code == 422
    assert "more than" in answer.json()["error"]


def test_member_cannot_upload_without_end_and_is_told_in_words_the_composer_shows(early_in_an_hour, cast, settings):
    settings.RATE_LIMITS = {"upload": ("2/h", "1/h")}
    client = cast.client("mia")
    assert [send(client, make_picture()).status_code for _n in range(3)] == [201, 201, 429]
    answer = send(client, make_picture())
    assert "many files" in answer.json()["error"]
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert File.objects.count() == 2
    assert send(cast.client("grace"), make_picture()).status_code == 201


def test_dicom_is_refused_with_the_reason_whatever_its_name(cast):
    answer = send(cast.client("mia"), bytes(128) + b"DICM", "scan.dcm", "application/dicom")
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("DICOM files carry patient data.")
    assert not File.objects.exists()
