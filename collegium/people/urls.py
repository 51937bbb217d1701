from django.urls import path

from collegium.people import views

app_name = "people"
urlpatterns = [
    path("members/", views.member_list, name="member_list"),
    path("members/<slug:handle>/", views.member_detail, name="member_detail"),
    path("members/<slug:handle>/words/", views.member_words, name="member_words"),
    path("settings/profile/", views.edit_profile, name="edit_profile"),
    path("settings/profile/portrait/", views.edit_portrait, name="edit_portrait"),
    path("people/complete/", views.complete, name="complete"),
    path("follow/", views.follow, name="follow"),
]
