from django.urls import path

from collegium.discussion import views

app_name = "discussion"
urlpatterns = [
    path("replies/<int:reply_id>/", views.reply_detail, name="reply_detail"),
    path("replies/<int:reply_id>/edit/", views.edit_reply, name="edit_reply"),
    path("replies/<int:reply_id>/remove/", views.remove_reply, name="remove_reply"),
    path("pieces/<int:piece_id>/replies/", views.post_reply, name="post_reply"),
    path("take-back/<slug:kind>/<int:pk>/", views.take_back, name="take_back"),
    path("pieces/<int:piece_id>/react/", views.react, name="react"),
]
