from django.urls import path

from collegium.brief import views

urlpatterns = [path("", views.home, name="home")]
