"""How often somebody may do something: counted (`web.counts`) per account and per address.

    @limited("post")                       a view: POST counts; `settings.RATE_LIMITS["post"]` says how often
    @limited("search", methods=("GET",))

What is beyond gets 429 with a sentence and `Retry-After`, and keeps what was written. Members have the larger number:
they are known; guests and visitors the smaller. An address may do ten times as much, since whole hospitals share one,
and its visitors are counted together, apart from who is signed in
(SAFETY.md, OWASP ASVS 2.4.1). Sign-in and registration have the limits of allauth.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from collegium.web.counts import count

View = Callable[..., HttpResponse]
SECONDS = {"m": 60, "h": 3600, "d": 86400}
SHARED = 10  # an address, in times of what one account may


def limited(action: str, *, methods: tuple[str, ...] = ("POST",)) -> Callable[[View], View]:
    """Count requests of these methods to a view.

    Args:
        action: a key of `settings.RATE_LIMITS`; views may share one.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method in methods and (wait := seconds_to_wait(request, action)):
                return too_many(request, wait)
            return view(request, *args, **kwargs)

        return counted

    return decorate


def seconds_to_wait(request: HttpRequest, action: str, *, by: str = "") -> int:
    """Count one more of this action. Returns 0 when it is allowed, else the seconds until it is again.

    Args:
        by: what stands for a person who has not signed in yet (the session's key); else visitors count by address.
    """
    rates = settings.RATE_LIMITS.get(action)
    if rates is None:
        return 0
    reader = request.reader  # type: ignore[attr-defined]
    number, seconds = parse(rates[0] if reader.is_member else rates[1])
    address = f"address:{counted_address(request)}"
    who = f"person:{reader.person_id}" if reader.person_id else by and f"session:{by}"
    allowed = {address: number * SHARED, who: number} if who else {f"visitors:{address}": number}
    now = time.time()
    window = int(now // seconds)
    end = (window + 1) * seconds
    numbers = count([f"{action}:{counted}:{window}" for counted in allowed], end + 5)
    is_beyond = any(number > most for number, most in zip(numbers, allowed.values(), strict=True))
    return max(1, int(end - now)) if is_beyond else 0


def parse(rate: str) -> tuple[int, int]:
    """ "60/h" as (60, 3600): how many in how many seconds."""
    number, _slash, unit = rate.partition("/")
    return int(number), SECONDS[unit]


def too_many(request: HttpRequest, wait: int = 0) -> HttpResponse:
    """429: one sentence, when it goes on (0: nobody knows), and the words that were sent."""
    context = {"minutes": -(-wait // 60), "request": request}
    response = render(request, "web/too_many.html", context, status=429)
    if wait:
        response["Retry-After"] = str(wait)
    return response


def client_address(request: HttpRequest) -> str:
    """The peer, or what the trusted proxies say: the last address that is not one of them (OWASP ASVS 4.1.3)."""
    peer = request.META.get("REMOTE_ADDR", "")
    trusted = settings.CONFIG.proxies
    if peer not in trusted:
        return peer or "127.0.0.1"
    hops = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    return next((hop for hop in reversed(hops) if hop not in trusted and _is_address(hop)), peer)


def counted_address(request: HttpRequest) -> str:
    """The address that limits count: of IPv6 the /64 that one household has, as allauth counts it."""
    address = client_address(request)
    if ":" not in address or not _is_address(address):
        return address
    return str(ipaddress.ip_network(f"{address.partition('%')[0]}/64", strict=False).network_address)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
