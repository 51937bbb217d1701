from django.urls import path

from collegium.answers import views

app_name = "answers"
urlpatterns = [
    path("topics/<number:topic_id>/card/", views.write_card, name="write_card"),
    path("topics/<number:topic_id>/card/erase/", views.erase_card, name="erase_card"),
    path("topics/<number:topic_id>/card/versions/", views.card_versions, name="card_versions"),
]
