"""The site's settings for measuring: limits are counted as on any site, and nobody reaches them."""

from collegium.settings import *  # noqa: F403

RATE_LIMITS = dict.fromkeys(RATE_LIMITS, ("1000000000/h", "1000000000/h"))  # noqa: F405
