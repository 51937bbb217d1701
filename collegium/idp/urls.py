from django.urls import path

from collegium.idp import views

app_name = "idp"
urlpatterns = [
    path(".well-known/openid-configuration", views.openid_configuration, name="openid_configuration"),
    path("oidc/keys/", views.signing_keys, name="signing_keys"),
    path("oidc/authorize/", views.authorize, name="authorize"),
    path("oidc/consent/", views.give_consent, name="give_consent"),
    path("oidc/token/", views.exchange_code, name="exchange_code"),
    path("oidc/userinfo/", views.userinfo, name="userinfo"),
    path("oidc/revoke/", views.revoke_token, name="revoke_token"),
    path("settings/security/sites/<number:consent_id>/end/", views.end_consent, name="end_consent"),
]
