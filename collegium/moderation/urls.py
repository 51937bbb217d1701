from django.urls import path

from collegium.moderation import views

app_name = "moderation"
POST = "blogs/<slug:blog>/<slug:post>/comments"
ARTICLE = "magazine/articles/<slug:article>/letters"
urlpatterns = [
    path("house-rules/", views.house_rules, name="house_rules"),
    path("report/", views.report, name="report"),
    path("reports/", views.report_list, name="report_list"),
    path("decisions/<number:decision_id>/", views.decision_detail, name="decision_detail"),
    path("desk/reports/", views.queue_list, name="queue_list"),
    path("desk/reports/appeals/<number:appeal_id>/", views.answer_appeal, name="answer_appeal"),
    path("desk/reports/decisions/<number:decision_id>/undo/", views.undo_decision, name="undo_decision"),
    path("desk/reports/decisions/<number:decision_id>/done/", views.settle_decision, name="settle_decision"),
    path("desk/reports/<slug:kind>/<number:pk>/", views.queue_item, name="queue_item"),
    path("desk/reports/<slug:kind>/<number:pk>/decide/", views.decide, name="decide"),
    path("desk/reports/<slug:kind>/<number:pk>/close/", views.close_gone, name="close_gone"),
    path("topics/<number:topic_id>/move/", views.move_topic, name="move_topic"),
    path("topics/<number:topic_id>/split/", views.split_topic, name="split_topic"),
    path("topics/<number:topic_id>/merge/", views.merge_topic, name="merge_topic"),
    path("groups/<slug:group>/owner/reports/", views.group_reports, name="group_reports"),
    path("groups/<slug:group>/owner/reports/<slug:kind>/<number:pk>/", views.group_report, name="group_report"),
    path(
        "groups/<slug:group>/owner/reports/<slug:kind>/<number:pk>/decide/",
        views.decide_in_group,
        name="decide_in_group",
    ),
    path("groups/<slug:group>/owner/decisions/<number:decision_id>/undo/", views.undo_in_group, name="undo_in_group"),
    path(f"{POST}/", views.post_comments, name="post_comments"),
    path(f"{POST}/<slug:kind>/<number:pk>/", views.post_comment, name="post_comment"),
    path(f"{POST}/<slug:kind>/<number:pk>/decide/", views.decide_under_post, name="decide_under_post"),
    path(f"{POST}/decisions/<number:decision_id>/undo/", views.undo_under_post, name="undo_under_post"),
    path(f"{ARTICLE}/", views.article_letters, name="article_letters"),
    path(f"{ARTICLE}/<slug:kind>/<number:pk>/decide/", views.decide_under_article, name="decide_under_article"),
    path(f"{ARTICLE}/decisions/<number:decision_id>/undo/", views.undo_under_article, name="undo_under_article"),
]
