"""What an operator sets: wrong values stop the start, with the name of the setting and what is expected."""

from __future__ import annotations

import pytest

from collegium import config

WRONG = [
    ("URL", "connect.example.org", "public address"),
    ("URL", "https://connect.example.org:port", "public address"),
    ("SECRET_KEY", "short", "at least 32 characters"),
    ("DATABASE_URL", "mysql://host/name", "postgres://"),
    ("DATABASE_URL", "postgres://host:port/name", "postgres://"),
    ("DATABASE_REPLICA_URL", "replica", "postgres://"),
    ("REDIS_URL", "http://host", "redis://"),
    ("STORAGE_URL", "ftp://host", "file:///folder"),
    ("MAIL_URL", "smtp://", "smtp://user"),
    ("MAIL_URL", "mail.example.org", "smtp://user"),
    ("MAIL_FROM", "Example Society", "a mail address"),
    ("MAIL_IN_URL", "pop://host", "imap://"),
    ("MAIL_IN_DOMAIN", "not a domain", "after the @"),
    ("TRUSTED_PROXIES", "127.0.0.1, proxy", "addresses with commas"),
    ("OUTBOUND", "yes", "expected none"),
    ("RESOLVERS", "dns.example.org", "addresses of DNS resolvers"),
    ("RESOLVERS", "127.0.0.1:0", "addresses of DNS resolvers"),
    ("SQLITE_SYNCHRONOUS", "OFF", "FULL"),
    ("IDLE_HOURS", "0", "greater than or equal to 1"),
    ("DEBUG", "perhaps", "valid boolean"),
]
RIGHT = [
    ("URL", "https://connect.example.org:8443/", "https://connect.example.org:8443"),
    ("DATABASE_URL", "postgres:///name", "postgres:///name"),
    ("DATABASE_URL", "sqlite:///srv/site.sqlite3", "sqlite:///srv/site.sqlite3"),
    ("REDIS_URL", "redis://localhost:6379/0", "redis://localhost:6379/0"),
    ("REDIS_URL", "unix:///run/redis.sock", "unix:///run/redis.sock"),
    ("MAIL_URL", "file:///srv/mail", "file:///srv/mail"),
    ("MAIL_URL", "smtps://me:secret@mail.example.org", "smtps://me:secret@mail.example.org"),
    ("MAIL_FROM", "Example Society <no-reply@example.org>", "Example Society <no-reply@example.org>"),
    ("MAIL_IN_DOMAIN", "reply.example.org", "reply.example.org"),
    ("TRUSTED_PROXIES", "127.0.0.1, ::1", "127.0.0.1,::1"),
    ("OUTBOUND", "none", "none"),
    ("OUTBOUND", "claims", "claims"),
    ("RESOLVERS", "9.9.9.9, [::1]:5353", "9.9.9.9,[::1]:5353"),
    ("RESOLVERS", "2620:fe::fe,127.0.0.1:53", "2620:fe::fe,127.0.0.1:53"),
    ("OUTBOUND", "api.crossref.org, Clinicaltrials.gov", "api.crossref.org,clinicaltrials.gov"),
]


@pytest.fixture(autouse=True)
def _site(monkeypatch, tmp_path):
    for name in config.Config.model_fields:
        monkeypatch.delenv(config.PREFIX + name.upper(), raising=False)
    monkeypatch.setenv("COLLEGIUM_HOME", str(tmp_path))
    config.load.cache_clear()
    yield
    config.load.cache_clear()


@pytest.mark.parametrize(("name", "value", "expected"), WRONG)
def test_wrong_setting_cannot_start_the_site(name, value, expected, monkeypatch, tmp_path):
    monkeypatch.setenv(config.PREFIX + name, value)
    with pytest.raises(config.WrongSetting, match=f"^COLLEGIUM_{name}: .*{expected}") as refused:
        config.load()
    assert "\n" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "value", "kept"), RIGHT)
def test_right_setting_is_taken(name, value, kept, monkeypatch):
    monkeypatch.setenv(config.PREFIX + name, value)
    assert getattr(config.load(), name.lower()) == kept


@pytest.mark.parametrize("how", ["environment", "file"])
def test_unknown_setting_cannot_start_the_site(how, monkeypatch, tmp_path):
    if how == "environment":
        monkeypatch.setenv("COLLEGIUM_COLOR", "blue")
    else:
        (tmp_path / "collegium.env").write_text("COLLEGIUM_COLOR=blue\n")
    with pytest.raises(config.WrongSetting, match=r"^COLLEGIUM_COLOR is not a setting of Collegium"):
        config.load()


def test_wrong_setting_in_the_file_cannot_start_the_site(tmp_path):
    (tmp_path / "collegium.env").write_text("COLLEGIUM_OUTBOUND=yes\n")
    with pytest.raises(config.WrongSetting, match=r"^COLLEGIUM_OUTBOUND: expected none"):
        config.load()
