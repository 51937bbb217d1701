from django.urls import path

from collegium.membership import views

app_name = "membership"
urlpatterns = [path("members/changed/", views.member_changed, name="member_changed")]
