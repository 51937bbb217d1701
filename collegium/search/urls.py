from django.urls import path

from collegium.search import views

app_name = "search"
urlpatterns = [
    path("", views.search_results, name="search_results"),
    path("similar/", views.similar_topics, name="similar_topics"),
]
