from django.urls import path

from collegium.signon import views

app_name = "signon"
urlpatterns = [
    path("accounts/with/<slug:provider>/", views.sign_on, name="sign_on"),
    path("accounts/with/<slug:provider>/back/", views.come_back, name="come_back"),
    path("accounts/with/<slug:provider>/answer/", views.take_saml, name="take_saml"),
    path("accounts/with/<slug:provider>/done/", views.finish_saml, name="finish_saml"),
    path("accounts/with/<slug:provider>/metadata/", views.saml_metadata, name="saml_metadata"),
    path("accounts/who/", views.who_are_you, name="who_are_you"),
    path("settings/security/with/<slug:provider>/", views.link_provider, name="link_provider"),
    path("settings/security/link/", views.link_waiting, name="link_waiting"),
    path("settings/security/links/<number:link_id>/unlink/", views.unlink_provider, name="unlink_provider"),
]
