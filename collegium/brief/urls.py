from django.urls import path

from collegium.brief import views

app_name = "brief"
urlpatterns = [
    path("", views.home, name="home"),
    path("seen/", views.mark_all_seen, name="mark_all_seen"),
]
