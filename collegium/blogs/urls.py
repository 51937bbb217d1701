from django.urls import path

from collegium.blogs import feeds, views

app_name = "blogs"
urlpatterns = [
    path("", views.blog_list, name="blog_list"),
    path("feed/", feeds.blogs_feed, name="blogs_feed"),
    path("<slug:blog>/", views.blog_detail, name="blog_detail"),
    path("<slug:blog>/feed/", feeds.blog_feed, name="blog_feed"),
    path("<slug:blog>/new/", views.write_post, name="write_post"),
    path("<slug:blog>/edit/", views.edit_blog, name="edit_blog"),
    path("<slug:blog>/series/<slug:series>/", views.series_detail, name="series_detail"),
    path("<slug:blog>/agree/<number:co_author>/<number:version>/", views.agree_to_post, name="agree_to_post"),
    path("<slug:blog>/<slug:post>/", views.post_detail, name="post_detail"),
    path("<slug:blog>/<slug:post>/edit/", views.edit_post, name="edit_post"),
    path("<slug:blog>/<slug:post>/publish/", views.publish_post, name="publish_post"),
    path("<slug:blog>/<slug:post>/authors/", views.post_authors, name="post_authors"),
    path("<slug:blog>/<slug:post>/ask/", views.ask_leader, name="ask_leader"),
    path("<slug:blog>/<slug:post>/send-back/", views.send_back, name="send_back"),
    path("<slug:blog>/<slug:post>/answer/<number:reply>/", views.answer_question, name="answer_question"),
    path("<slug:blog>/<slug:post>/versions/", views.post_versions, name="post_versions"),
    path("<slug:blog>/<slug:post>/restore/", views.restore_version, name="restore_version"),
    path("<slug:blog>/<slug:post>/flag/", views.flag_version, name="flag_version"),
    path("<slug:blog>/<slug:post>/correct/", views.correct_post, name="correct_post"),
    path("<slug:blog>/<slug:post>/unpublish/", views.unpublish_post, name="unpublish_post"),
    path("<slug:blog>/<slug:post>/address/", views.move_post, name="move_post"),
]
