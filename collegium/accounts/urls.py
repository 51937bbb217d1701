from django.urls import path

from collegium.accounts import views

urlpatterns = [
    path("join/", views.join, name="join"),
    path("accounts/first/", views.first, name="first"),
    path("accounts/first/code/", views.first_code, name="first_code"),
    path("accounts/first/choose/", views.first_choose, name="first_choose"),
    path("settings/", views.settings_index, name="settings_index"),
    path("settings/security/", views.security, name="security"),
    path("accounts/sessions/", views.usersessions_list, name="usersessions_list"),
    path("settings/security/sessions/<number:session_id>/end/", views.end_session, name="end_session"),
]
