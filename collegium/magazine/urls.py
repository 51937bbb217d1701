from django.urls import path

from collegium.magazine import feeds, views

app_name = "magazine"
urlpatterns = [
    path("", views.magazine_front, name="magazine_front"),
    path("feed/", feeds.magazine_feed, name="magazine_feed"),
    path("articles/<slug:article>/", views.article_detail, name="article_detail"),
    path("proof/<str:token>/", views.article_proof, name="article_proof"),
    path("<slug:issue>/", views.issue_detail, name="issue_detail"),
]
