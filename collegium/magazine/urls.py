from django.urls import path

from collegium.magazine import downloads, feeds, views

app_name = "magazine"
urlpatterns = [
    path("", views.magazine_front, name="magazine_front"),
    path("feed/", feeds.magazine_feed, name="magazine_feed"),
    path("articles/<slug:article>/", views.article_detail, name="article_detail"),
    path("proof/<str:token>/", views.article_proof, name="article_proof"),
    path("articles/<slug:article>/pdf/", downloads.article_pdf, name="article_pdf"),
    path("articles/<slug:article>/jats/", downloads.article_jats, name="article_jats"),
    path("<slug:issue>/", views.issue_detail, name="issue_detail"),
    path("<slug:issue>/epub/", downloads.issue_epub, name="issue_epub"),
    path("<slug:issue>/pdf/", downloads.issue_pdf, name="issue_pdf"),
    path("<slug:issue>/jats/", downloads.issue_jats, name="issue_jats"),
]
