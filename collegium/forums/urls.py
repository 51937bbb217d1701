from django.urls import path

from collegium.forums import group_topics, views

app_name = "forums"
urlpatterns = [
    path("forums/", views.forum_list, name="forum_list"),
    path("forums/<slug:forum>/", views.forum_detail, name="forum_detail"),
    path("forums/<slug:forum>/new/", views.start_topic, name="start_topic"),
    path("forums/<slug:forum>/<number:topic_id>-<slug:slug>/", views.topic_detail, name="topic_detail"),
    path("topics/<number:topic_id>/answer/", views.accept_answer, name="accept_answer"),
    path("topics/<number:topic_id>/pin/", views.pin_topic, name="pin_topic"),
    path("topics/<number:topic_id>/subjects/", views.edit_subjects, name="edit_subjects"),
    path("topics/<number:topic_id>/edit/", views.edit_topic, name="edit_topic"),
    path("topics/<number:topic_id>/remove/", views.remove_topic, name="remove_topic"),
    path("groups/<slug:group>/topics/new/", group_topics.start_group_topic, name="start_group_topic"),
    path(
        "groups/<slug:group>/topics/<number:topic_id>-<slug:slug>/",
        group_topics.group_topic_detail,
        name="group_topic_detail",
    ),
]
