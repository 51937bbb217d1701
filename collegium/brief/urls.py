from django.urls import path

from collegium.brief import views

urlpatterns = [
    path("", views.home, name="home"),
    path("seen/", views.mark_all_seen, name="mark_all_seen"),
]
