"""What an operator sets: the environment, or `collegium.env` in the data folder. docs/operating/settings.md lists all.

A setting that is unknown or wrong stops the start with its name and what is expected.
"""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
from contextlib import suppress
from email.utils import parseaddr
from functools import cache
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "COLLEGIUM_"
Hours = Annotated[int, Field(ge=1, le=720)]
HOST_NAME = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)
CLAIMS = "claims"  # in `outbound`: hosts of organizations and DNS, for proofs of claims
ROOT = Path(__file__).resolve().parent.parent


class WrongSetting(Exception):
    """A setting can't be used; the message is one sentence that names it."""


def _is_address(value: str, schemes: tuple[str, ...], host: bool = True) -> bool:
    """Whether a value is a URL of one of the schemes, with a host where one is needed and a port that is a number."""
    try:
        parts = urlsplit(value)
        return parts.scheme in schemes and (bool(parts.hostname) or not host) and parts.port != 0
    except ValueError:
        return False


class Config(BaseSettings):
    """The operator's settings, typed."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

    home: Path = Path("var")
    url: str = "http://localhost:8000"
    secret_key: str = ""
    database_url: str = ""
    database_replica_url: str = ""
    sqlite_synchronous: str = "FULL"
    redis_url: str = ""
    storage_url: str = ""
    mail_url: str = ""
    mail_from: str = ""
    mail_in_url: str = ""
    mail_in_domain: str = ""
    trusted_proxies: str = ""
    outbound: str = "none"
    resolvers: str = ""
    idle_hours: Hours = 336
    idle_hours_staff: Hours = 12
    debug: bool = False

    @field_validator("url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not _is_address(value, ("http", "https")) or urlsplit(value).path.strip("/"):
            raise ValueError("expected the public address, such as https://connect.example.org")
        return value.rstrip("/")

    @field_validator("secret_key")
    @classmethod
    def _secret(cls, value: str) -> str:
        if value and len(value) < 32:
            raise ValueError("expected at least 32 characters nobody can guess, or nothing: then one is made")
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if value and not (_is_address(value, ("postgres", "postgresql"), host=False) or value.startswith("sqlite://")):
            raise ValueError("expected postgres://user:password@host/name, sqlite:///path, or nothing")
        return value

    @field_validator("database_replica_url")
    @classmethod
    def _replica(cls, value: str) -> str:
        if value and not _is_address(value, ("postgres", "postgresql"), host=False):
            raise ValueError("expected postgres://user:password@host/name, or nothing")
        return value

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, value: str) -> str:
        if value and not _is_address(value, ("redis", "rediss", "unix"), host=not value.startswith("unix:")):
            raise ValueError("expected redis://host:6379/0, rediss://…, unix:///path, or nothing")
        return value

    @field_validator("sqlite_synchronous")
    @classmethod
    def _synchronous(cls, value: str) -> str:
        if value.upper() not in ("FULL", "NORMAL"):
            raise ValueError("expected FULL (an answer survives a power cut) or NORMAL")
        return value.upper()

    @field_validator("mail_url")
    @classmethod
    def _mail(cls, value: str) -> str:
        if value and not (_is_address(value, ("smtp", "smtps")) or _is_address(value, ("file", "console"), host=False)):
            raise ValueError("expected smtp://user:password@host:587, smtps://…, file:///folder, or nothing")
        return value

    @field_validator("mail_from")
    @classmethod
    def _sender(cls, value: str) -> str:
        if value and "@" not in parseaddr(value)[1].strip("@"):
            raise ValueError("expected a mail address, such as Example Society <no-reply@example.org>, or nothing")
        return value

    @field_validator("mail_in_url")
    @classmethod
    def _mail_in(cls, value: str) -> str:
        if value and not _is_address(value, ("imap", "imaps")):
            raise ValueError("expected imap://user:password@host, imaps://…, or nothing")
        return value

    @field_validator("mail_in_domain")
    @classmethod
    def _domain(cls, value: str) -> str:
        if value and not HOST_NAME.fullmatch(value):
            raise ValueError("expected the part after the @, such as reply.example.org, or nothing")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _addresses(cls, value: str) -> str:
        try:
            return ",".join(str(ipaddress.ip_address(part.strip())) for part in value.split(",") if part.strip())
        except ValueError:
            raise ValueError("expected addresses with commas between them, such as 127.0.0.1,::1, or nothing") from None

    @field_validator("outbound")
    @classmethod
    def _outbound(cls, value: str) -> str:
        hosts = [] if value in ("", "none") else [part.strip().lower() for part in value.split(",") if part.strip()]
        if not all(host == CLAIMS or HOST_NAME.fullmatch(host) for host in hosts):
            raise ValueError("expected none, or names of hosts with commas between them, such as api.crossref.org")
        return ",".join(hosts) or "none"

    @field_validator("resolvers")
    @classmethod
    def _resolvers(cls, value: str) -> str:
        parts = [part.strip() for part in value.split(",") if part.strip()]
        try:
            for part in parts:
                where = urlsplit(f"//{part}" if part.count(":") < 2 or part.startswith("[") else f"//[{part}]")
                ipaddress.ip_address(where.hostname or "")
                if where.port == 0:
                    raise ValueError
        except ValueError:
            raise ValueError("expected addresses of DNS resolvers, such as 9.9.9.9,[::1]:5353, or nothing") from None
        return ",".join(parts)

    @field_validator("storage_url")
    @classmethod
    def _storage(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("file", "s3"):
            raise ValueError("expected file:///folder, s3://bucket, or nothing")
        return value

    @property
    def is_secure(self) -> bool:
        """Whether the public address is https."""
        return self.url.startswith("https://")

    @property
    def proxies(self) -> frozenset[str]:
        """Addresses of the proxies in front, which alone may say who the client is and that it came by https."""
        return frozenset(part.strip() for part in self.trusted_proxies.split(",") if part.strip())

    @property
    def outbound_hosts(self) -> frozenset[str]:
        """The hosts that the server may ask; none by default."""
        return frozenset() if self.outbound == "none" else frozenset(self.outbound.split(",")) - {CLAIMS}

    @property
    def outbound_claims(self) -> bool:
        """Whether hosts of organizations, and DNS, may be asked for proofs of claims."""
        return CLAIMS in self.outbound.split(",")

    @property
    def resolver_list(self) -> tuple[str, ...]:
        """The DNS resolvers to ask; none: those of the machine."""
        return tuple(self.resolvers.split(",")) if self.resolvers else ()

    @property
    def host(self) -> str:
        """The host name of the public address."""
        return urlsplit(self.url).hostname or "localhost"


_made: list[Path] = []  # by this start: the key, and the data folder where there was none


def unmake() -> None:
    """Remove what this start made, for a command that came to nothing; a folder stays when anything else is in it."""
    for path in _made:
        if path.is_dir():
            with suppress(OSError):
                path.rmdir()
        else:
            path.unlink(missing_ok=True)


def _secret_key(home: Path) -> str:
    """The key kept in the data folder, made at the first start and readable by its owner only."""
    file = home / "secret-key"
    if not file.exists():
        _made.extend([file, *(() if home.exists() else (home,))])
        home.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(48))
    return file.read_text().strip()


def _refuse_unknown(names: set[str]) -> None:
    known = {PREFIX + name.upper() for name in Config.model_fields}
    unknown = sorted(name for name in names if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise WrongSetting(f"{unknown[0]} is not a setting of Collegium; docs/operating/settings.md lists them.")


def _in_file(file: Path) -> set[str]:
    lines = file.read_text().splitlines() if file.exists() else []
    return {line.split("=", 1)[0].strip().upper() for line in lines if "=" in line and not line.startswith("#")}


@cache
def load() -> Config:
    """Read the settings once.

    Raises:
        WrongSetting: one sentence with the name of the setting and what is expected.
    """
    home = Path(os.environ.get(f"{PREFIX}HOME", "var")).resolve()
    file = home / "collegium.env"
    _refuse_unknown(set(os.environ) | _in_file(file))
    try:
        config = Config(_env_file=file)  # type: ignore[call-arg]
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise WrongSetting(f"{name}: {first['msg'].removeprefix('Value error, ')}.") from None
    config.home = home
    try:
        config.secret_key = config.secret_key or _secret_key(home)
    except OSError as error:
        raise unusable_home(home, error) from None
    return config


def unusable_home(home: Path, error: OSError) -> WrongSetting:
    """What is said when the data folder can't be made, read or written."""
    reason = error.strerror or str(error)
    return WrongSetting(f"{PREFIX}HOME: {home} can't be used ({reason}). Name a folder that you may write.")
