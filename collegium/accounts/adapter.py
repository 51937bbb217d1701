"""How django-allauth behaves here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.utils import filter_users_by_email, filter_users_by_username
from allauth.core import context as allauth_context
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from collegium.accounts import actions, activity, letters
from collegium.accounts.events import Registered
from collegium.accounts.models import Activity, User
from collegium.audience.models import Standing
from collegium.outbox import mail
from collegium.web import news
from collegium.web.limits import client_address

WRONG = _("These do not match an account. Check both, or have a code mailed to you.")
Kind = Standing.Kind
LONGEST_NAME = 320  # characters of a username or mail address (RFC 5321)
# More ways to prove once more who one is: (title, address) for a person; apps above this one add theirs.
OTHER_WAYS: list[Callable[[User], list[tuple[str, str]]]] = []


class AccountAdapter(DefaultAccountAdapter):
    """Collegium's rules for sign-in and registration."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account can't sign in. Write to the society if you think it should."),
        "email_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "cannot_remove_primary_email": _("This is the address of your account. Make another one that first."),
        "duplicate_email": _("Your account has this address already."),
        "email_taken": _("This address cannot be used here. Use another one."),
        "enter_current_password": _("Enter your present password."),
        "incorrect_code": _("This code is not the one we mailed, or it is older than ten minutes. Ask for a new one."),
        "incorrect_password": _("This is not your password. Try again, or use another way below."),
        "invalid_or_expired_key": _("This step is over. Begin again."),
        "invalid_password_reset": _("This step is over. Ask for a new code."),
        "max_email_addresses": _("An account has at most %d addresses. Remove one first."),
        "same_as_current": _("This is what it is now. Choose another one."),
        "select_only_one": _("Choose one only."),
        "too_many_login_attempts": _("Too many wrong tries. Have a new code mailed to you, or wait five minutes."),
        "unknown_email": _("Your account does not have this address."),
        "unverified_primary_email": _("Confirm the address of your account first."),
        "username_blacklisted": _("This username cannot be used. Choose another one."),
        "username_taken": _("This username is taken. Choose another one."),
        "rate_limited": _("Too many requests. Wait a minute, then try again."),
    }

    def set_password(self, user: User, password: str) -> None:
        """A new password ends sessions and whatever was begun before (`steps.py`)."""
        user.sessions_ended_at = timezone.now()
        super().set_password(user, password)

    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        """A registered nonmember: name and handle; no standing before the mail is confirmed."""
        data = form.cleaned_data
        user.given_name, user.family_name = data.get("given_name", ""), data.get("family_name", "")
        user.name = f"{user.given_name} {user.family_name}".strip() or data.get("username", "")
        user.handle = actions.unique_handle(user.name)
        super().save_user(request, user, form, commit=commit)
        if commit:
            news.tell(Registered(user.pk, data.get("work", "")))
        return user

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """A proven address makes the account a guest's, and tells whoever waits for it."""
        confirmed = super().confirm_email(request, email_address)
        if confirmed:
            actions.confirm_registration(email_address.user, email_address.email)
        return confirmed

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Addresses whose 14 days are over sign nobody in."""
        actions.drop_retired_addresses()
        super().pre_authenticate(request, **credentials)

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Suspended people and accounts of the dead can't sign in, by whatever way."""
        if Standing.objects.filter(person=user, kind__in=(Kind.SUSPENDED, Kind.DECEASED)).at().exists():
            activity.note(request, Activity.What.REFUSED, user, Activity.Way.SUSPENDED)
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Names longer than any account's sign nobody in, and are not looked up.

        allauth gives what looks like a mail address twice, and would try the password of a known one twice: the time
        would tell that it is known.
        """
        names = (str(credentials.get(field) or "") for field in ("username", "email"))
        if any(len(name) > LONGEST_NAME for name in names):
            return None
        if credentials.get("username") == credentials.get("email"):
            credentials.pop("email", None)
        return super().authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A refused password leaves a line, whoever's name was typed, and nobody's too: both take as long."""
        name = str(credentials.get("username") or credentials.get("email") or "")
        person = filter_users_by_username(name).first() or next(iter(filter_users_by_email(name)), None)
        activity.note(request, Activity.What.REFUSED, person, Activity.Way.PASSWORD)

    def is_safe_url(self, url: str | None) -> bool:
        """Whether an address to go on to stays on the host that was asked; allauth lets pass all of ALLOWED_HOSTS."""
        return url_has_allowed_host_and_scheme(url, {allauth_context.request.get_host()})

    def send_account_already_exists_mail(self, email: str) -> None:
        """Registering with a known address takes as long as with a new one, whose password is hashed."""
        User().set_password(email)
        super().send_account_already_exists_mail(email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In our words, through the outbox as kind "account": they are forgotten once sent."""
        subject, text = letters.written(template_prefix, {"email": email} | context)
        mail.queue(email, "account", subject, text)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, str]]:
        """allauth's, and those of apps above this one."""
        ways = [way for more in OTHER_WAYS for way in more(user)] if user.is_authenticated else []
        more = [{"id": address, "description": title, "url": address} for title, address in ways]
        return [*super().get_reauthentication_methods(user), *more]

    def get_login_stages(self) -> list[str]:
        """allauth's, with our second step."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "collegium.accounts.stages.AuthenticateStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def get_client_ip(self, request: HttpRequest) -> str:
        """The peer, or what the trusted proxies say."""
        return client_address(request)
