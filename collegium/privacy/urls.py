from django.urls import path

from collegium.privacy import views

app_name = "privacy"
urlpatterns = [
    path("", views.privacy_page, name="privacy_page"),
    path("check/", views.check_text, name="check_text"),
]
