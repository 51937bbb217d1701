"""The site's settings for measuring: nothing is counted against anybody, so that posting can be measured too."""

from collegium.settings import *  # noqa: F403

RATE_LIMITS: dict[str, tuple[str, str]] = {}
