from django.urls import path

from collegium.people import views

app_name = "people"
urlpatterns = [
    path("members/", views.member_list, name="member_list"),
    path("members/leadership/", views.leadership, name="leadership"),
    path("members/<slug:handle>/", views.member_detail, name="member_detail"),
    path("members/<slug:handle>/words/", views.member_words, name="member_words"),
    path("members/<slug:handle>/works/", views.member_works, name="member_works"),
    path("members/<slug:handle>/feed/", views.member_feed, name="member_feed"),
    path("settings/profile/", views.edit_profile, name="edit_profile"),
    path("settings/profile/portrait/", views.edit_portrait, name="edit_portrait"),
    path("settings/profile/<slug:section>/", views.edit_section, name="edit_section"),
    path("settings/work/", views.edit_work, name="edit_work"),
    path("settings/work/<number:affiliation_id>/", views.edit_affiliation, name="edit_affiliation"),
    path("settings/work/<number:affiliation_id>/mail/", views.prove_work, name="prove_work"),
    path("settings/work/<number:affiliation_id>/remove/", views.end_affiliation, name="end_affiliation"),
    path("members/<slug:handle>/confirm/", views.vouch_for, name="vouch_for"),
    path("settings/disclosures/", views.edit_disclosures, name="edit_disclosures"),
    path("settings/disclosures/new/", views.add_relationship, name="add_relationship"),
    path("settings/disclosures/<number:relationship_id>/", views.edit_relationship, name="edit_relationship"),
    path(
        "settings/disclosures/<number:relationship_id>/remove/", views.remove_relationship, name="remove_relationship"
    ),
    path("settings/following/", views.follow_list, name="follow_list"),
    path("people/complete/", views.complete, name="complete"),
    path("follow/", views.follow, name="follow"),
]
