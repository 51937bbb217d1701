"""Everything screens share: base templates, macros, rendering to safe HTML, languages, Society settings, news.

Words: *society* (the one row of settings staff edit), *news* (typed events told upward), *kept page* (a visitor's page
kept in front of Django). Who may do what: nothing here decides access; that is `audience`.
"""
