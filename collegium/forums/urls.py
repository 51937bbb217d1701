from django.urls import path

from collegium.forums import views

app_name = "forums"
urlpatterns = [
    path("", views.forum_list, name="forum_list"),
    path("<slug:forum>/", views.forum_detail, name="forum_detail"),
    path("<slug:forum>/new/", views.start_topic, name="start_topic"),
    path("<slug:forum>/<int:topic_id>-<slug:slug>/", views.topic_detail, name="topic_detail"),
]
