"""What happened with a site, a line each, and each line as one plain sentence for whoever looks for a fault."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.idp.models import Line, Scope, Site

What = Line.What
KEPT = timedelta(days=90)
ONE_LINE = timedelta(hours=1)
MOST = 200  # lines of a site within an hour: whoever tries out addresses fills no table


def note(site: Site, what: str, person: User | None = None, *, told: str = "", sent: str = "") -> None:
    """Write a line, or count one more in the line of this hour.

    Args:
        told: what the site said of it: scopes, or an address; never a secret, code or token.
        sent: names of the claims that were sent.
    """
    same = {"site": site, "what": what, "person": person, "told": told.replace("\0", "")[:300], "sent": sent[:300]}
    lately = Line.objects.filter(site=site, at__gt=timezone.now() - ONE_LINE)
    if not lately.filter(**same).update(times=F("times") + 1) and lately.count() < MOST:
        Line.objects.create(**same)


def sweep() -> None:
    """Forget what is older than 90 days."""
    Line.objects.filter(at__lt=timezone.now() - KEPT).delete()


def in_words(scopes: str) -> str:
    """Scopes as the line keeps them ("openid email"), as people read them."""
    asked = scopes.split()
    words = [str(scope.label) for scope in Scope if scope in asked]
    return ", ".join([_("who somebody is"), *words])


def sentence(line: Line) -> str:
    """What a line says."""
    about = {
        "who": line.person.full_name if line.person else _("somebody"), "told": line.told or "–",
        "words": in_words(line.told), "sent": line.sent or "sub",
    }  # fmt: skip
    return _sentences()[line.what] % about


def _sentences() -> dict[str, str]:
    return {
        What.ASKED: _("The site led somebody here to sign in, and asked for: %(words)s."),
        What.PASSED: _("%(who)s was led back to the site with a code."),
        What.SIGNED_IN: _("The site swapped the code: %(who)s is signed in there. Sent: %(sent)s."),
        What.DETAILS: _("The site asked for details of %(who)s. Sent: %(sent)s."),
        What.WRONG_ADDRESS: _(
            "The site wanted to be answered at an address that is not registered: %(told)s. Addresses must be the same"
            " to the letter, a slash at the end too."
        ),
        What.WRONG_KIND: _(
            "The site asked in another way than the code flow (%(told)s). Set it to the response type “code”, answered"
            " in the address."
        ),
        What.NO_PKCE: _("The site asked without PKCE. Turn PKCE on there, with the method S256."),
        What.UNKNOWN_SCOPE: _(
            "The site asked for something it may not have: %(told)s. Tick it below, or leave it out there; “openid” is"
            " always needed."
        ),
        What.DECLINED: _("%(who)s chose not to sign in to the site."),
        What.BARRED: _("%(who)s can’t sign in at present: suspended, not confirmed, or ended."),
        What.WRONG_SECRET: _(
            "The site’s server sent no client secret or a wrong one. Enter the present one there, or make a new one."
        ),
        What.WRONG_CODE: _(
            "The site’s server sent a code that is not valid: it is not this site’s, or older than a minute."
        ),
        What.USED_CODE: _(
            "The site’s server sent a code a second time. What the first had opened was ended. Each code works once."
        ),
        What.WRONG_VERIFIER: _("The site’s server sent a PKCE verifier that does not fit the code, or none."),
        What.WRONG_TOKEN: _("The site’s server asked for details with a token that has ended."),
        What.SUSPENDED: _("The site asked while it is suspended here."),
        What.UNREADABLE: _("The site’s request does not fit together (%(told)s)."),
    }  # fmt: skip
