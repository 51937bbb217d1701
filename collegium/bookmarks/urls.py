from django.urls import path

from collegium.bookmarks import views

app_name = "bookmarks"
urlpatterns = [
    path("", views.bookmark_list, name="bookmark_list"),
    path("<slug:kind>/<number:pk>/", views.edit_bookmark, name="edit_bookmark"),
    path("<number:bookmark_id>/remove/", views.remove_bookmark, name="remove_bookmark"),
]
