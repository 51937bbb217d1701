"""What a site on https adds: cookies that only https carries, and browsers told to use nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASK = """
import django, json, os
django.setup()
from django.conf import settings
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.test import Client, RequestFactory
host = os.environ["COLLEGIUM_URL"].partition("//")[2]
answer = Client(HTTP_HOST=host).get("/healthz", secure=host != "localhost:8000")
assert answer.status_code == 200
request = RequestFactory().get("/", secure=True)
get_token(request)
middleware = CsrfViewMiddleware(lambda request: HttpResponse())
cookie = middleware(request).cookies[settings.CSRF_COOKIE_NAME]
print(json.dumps({
    "hsts": answer.headers.get("Strict-Transport-Security", ""),
    "token": [cookie.key, cookie["secure"], cookie["samesite"], cookie["path"], cookie["domain"]],
    "session": [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_SAMESITE,
                settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_PATH, settings.SESSION_COOKIE_DOMAIN],
}))
"""


def site_at(url: str, home: Path) -> dict[str, object]:
    """What a site at this address, in a process of its own, does."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COLLEGIUM_")}
    environment |= {
        "COLLEGIUM_HOME": str(home), "COLLEGIUM_URL": url, "DJANGO_SETTINGS_MODULE": "collegium.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def test_cookies_of_a_site_on_https_cannot_leave_it(tmp_path):
    found = site_at("https://connect.example.org", tmp_path)
    assert found["token"] == ["__Host-csrf", True, "Lax", "/", ""]
    assert found["session"] == ["__Host-session", True, "Lax", True, "/", None]


def test_browsers_keep_to_https_for_a_year(tmp_path):
    assert site_at("https://connect.example.org", tmp_path)["hsts"] == "max-age=31536000"
    assert site_at("http://localhost:8000", tmp_path)["hsts"] == ""
