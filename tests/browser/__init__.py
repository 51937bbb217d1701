"""Browser tests: one served demo for all of them, Debian's Chromium, no stand-ins."""
