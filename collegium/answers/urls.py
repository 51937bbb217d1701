from django.urls import path

from collegium.answers import views

app_name = "answers"
urlpatterns = [
    path("topics/<number:topic_id>/card/", views.write_card, name="write_card"),
    path("topics/<number:topic_id>/card/erase/", views.erase_card, name="erase_card"),
    path("topics/<number:topic_id>/card/versions/", views.card_versions, name="card_versions"),
    path("topics/<number:topic_id>/ask/", views.ask_colleagues, name="ask_colleagues"),
    path("forums/<slug:forum>/case/", views.present_case, name="present_case"),
    path("topics/<number:topic_id>/case/", views.edit_case, name="edit_case"),
    path("topics/<number:topic_id>/case/versions/", views.case_versions, name="case_versions"),
    path("topics/<number:topic_id>/outcome/", views.tell_outcome, name="tell_outcome"),
    path("offers/<number:offer_id>/", views.offer_detail, name="offer_detail"),
    path("offers/<number:offer_id>/answer/", views.answer_offer, name="answer_offer"),
    path("settings/asking/", views.edit_willingness, name="edit_willingness"),
]
