from django.urls import path

from collegium.polls import views

app_name = "polls"
urlpatterns = [
    path("pieces/<number:piece_id>/poll/", views.cast_vote, name="cast_vote"),
    path("pieces/<number:piece_id>/poll/edit/", views.edit_poll, name="edit_poll"),
    path("pieces/<number:piece_id>/poll/close/", views.close_poll, name="close_poll"),
]
