"""A passkey in a real browser with a virtual authenticator: added after a fresh sign-in, then signing in with it alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.ports import free_port

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PASSWORD = "four random words do well"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A served site of its own, with one member."""
    port = free_port()
    url = f"http://localhost:{port}"
    home = tmp_path_factory.mktemp("home")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COLLEGIUM_")} | {
        "COLLEGIUM_HOME": str(home), "COLLEGIUM_URL": url, "DJANGO_SETTINGS_MODULE": "collegium.settings",
    }  # fmt: skip

    def collegium(*words: str, **options: object) -> None:
        command = [sys.executable, "-m", "collegium.cli", *words]
        subprocess.run(command, env=environment, check=True, capture_output=True, text=True, **options)

    collegium("manage", "migrate")
    person = ("hanna@example.org", "--name", "Hanna Brandvold", "--member", "FULL")
    collegium("person", "add", *person, "--password-stdin", input=PASSWORD + "\n")
    server = subprocess.Popen(
        [sys.executable, "-m", "collegium.cli", "manage", "runserver", f"127.0.0.1:{port}", "--noreload"],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for(f"{url}/healthz")
        yield url
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(address: str) -> None:
    for _time in range(150):
        try:
            with urllib.request.urlopen(address):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} does not answer")


@pytest.fixture
def page(site):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(base_url=site)
        page.set_default_timeout(20_000)
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True,
        }  # fmt: skip
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        yield page
        browser.close()


def test_passkey_is_added_and_signs_in_alone(page):
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    page.goto("/accounts/login/?next=/settings/security/")
    page.get_by_label("Username or mail address").fill("hanna@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    page.wait_for_url("**/settings/security/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    page.wait_for_url("**/2fa/webauthn/add/")
    page.locator("#id_name").fill("My laptop")
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(lambda address: "add" not in address)
    assert "Passkey added." in page.locator("main").inner_text()
    page.goto("/settings/security/")
    assert "My laptop" in page.locator("#factors").inner_text()
    page.get_by_role("button", name="Sign out here").click()
    page.goto("/accounts/login/?next=/settings/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/settings/")
    assert not refused


def test_who_has_no_passkey_is_told_what_to_do(page):
    page.goto("/accounts/login/")
    told = page.get_by_role("alert").filter(has_text="Your device gave no passkey")
    assert not told.is_visible()
    page.get_by_role("button", name="Use a passkey").click()
    told.wait_for()
