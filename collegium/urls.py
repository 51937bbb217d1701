"""The whole site map on one page: one include an app."""

from django.urls import include, path, register_converter

from collegium.desk import admin
from collegium.desk.views import machines
from collegium.signon.views import account_login
from collegium.web import health, styleguide, styles
from collegium.web.numbers import Number

register_converter(Number, "number")

urlpatterns = [
    path("site.css", styles.site_css, name="site_css"),
    path("theme.css", styles.theme_css, name="theme_css"),
    path("robots.txt", machines.robots_txt, name="robots_txt"),
    path("sitemap.xml", machines.sitemap_xml, name="sitemap_xml"),
    path(".well-known/security.txt", machines.security_txt, name="security_txt"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("collegium.brief.urls")),
    path("blogs/", include("collegium.blogs.urls")),
    path("", include("collegium.forums.urls")),
    path("", include("collegium.answers.urls")),
    path("groups/", include("collegium.groups.urls")),
    path("messages/", include("collegium.conversations.urls")),
    path("magazine/", include("collegium.magazine.urls")),
    path("organizations/", include("collegium.organizations.urls")),
    path("", include("collegium.people.urls")),
    path("", include("collegium.dossier.urls")),
    path("", include("collegium.notifications.urls")),
    path("search/", include("collegium.search.urls")),
    path("files/", include("collegium.files.urls")),
    path("privacy/", include("collegium.privacy.urls")),
    path("references/", include("collegium.citations.urls")),
    path("", include("collegium.accounts.urls")),
    path("", include("collegium.signon.urls")),
    path("", include("collegium.idp.urls")),
    path("scim/v2/", include("collegium.scim.urls")),
    path("accounts/login/", account_login, name="account_login"),
    path("accounts/", include("allauth.account.urls")),  # not allauth.urls: ways in from elsewhere are ours (signon)
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("", include("collegium.moderation.urls")),
    path("desk/", include("collegium.desk.urls")),
    path("api/v1/", include("collegium.membership.urls")),
    path("", include("collegium.discussion.urls")),
    path("", include("collegium.polls.urls")),
    path("bookmarks/", include("collegium.bookmarks.urls")),
    path("connections/", include("collegium.connections.urls")),
    path("admin/", admin.site.urls),
]

handler404 = "collegium.web.errors.page_not_found"
handler500 = "collegium.web.errors.server_error"
handler429 = "collegium.web.errors.too_many_requests"  # asked for by allauth
handler400 = "collegium.web.errors.bad_request"
