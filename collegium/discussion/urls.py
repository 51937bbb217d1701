from django.urls import path

from collegium.discussion import views

app_name = "discussion"
urlpatterns = [
    path("subjects/", views.subject_list, name="subject_list"),
    path("subjects/<slug:subject>/", views.subject_detail, name="subject_detail"),
    path("replies/<number:reply_id>/", views.reply_detail, name="reply_detail"),  # type: ignore[attr-defined]
    path("replies/<number:reply_id>/edit/", views.edit_reply, name="edit_reply"),  # type: ignore[attr-defined]
    path("replies/<number:reply_id>/remove/", views.remove_reply, name="remove_reply"),  # type: ignore[attr-defined]
    path("pieces/<number:piece_id>/replies/", views.post_reply, name="post_reply"),  # type: ignore[attr-defined]
    path("replies/<number:reply_id>/versions/", views.reply_versions, name="reply_versions"),
    path("pieces/<number:piece_id>/unread/", views.first_unread, name="first_unread"),
    path("pieces/<number:piece_id>/guests/", views.open_piece, name="open_piece"),
    path("pieces/<number:piece_id>/give/", views.give_piece, name="give_piece"),
    path("gifts/<str:token>/", views.gift_detail, name="gift_detail"),
    path("pieces/<number:piece_id>/agree/", views.answer_agreement, name="answer_agreement"),
    path("pieces/<number:piece_id>/citation.<slug:form>", views.piece_citation, name="piece_citation"),
    path("pieces/<number:piece_id>/references.<slug:form>", views.piece_references, name="piece_references"),
    path("pieces/<number:piece_id>/versions/", views.piece_versions, name="piece_versions"),
    path("drafts/", views.draft_list, name="draft_list"),
    path("drafts/save/", views.save_draft, name="save_draft"),
    path("drafts/<number:draft_id>/", views.draft_detail, name="draft_detail"),
    path("drafts/<number:draft_id>/change/", views.change_draft, name="change_draft"),
    path("drafts/kept/<slug:key>/", views.keep_draft, name="keep_draft"),  # type: ignore[attr-defined]
    path("take-back/<slug:kind>/<number:pk>/", views.take_back, name="take_back"),  # type: ignore[attr-defined]
    path("pieces/<number:piece_id>/react/", views.react, name="react"),  # type: ignore[attr-defined]
]
