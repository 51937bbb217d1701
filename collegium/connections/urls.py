from django.urls import path

from collegium.connections import views

app_name = "connections"
urlpatterns = [
    path("", views.connection_list, name="connection_list"),
    path("wishes/", views.edit_connection_wishes, name="edit_connection_wishes"),
    path("<number:person_id>/ask/", views.ask_to_connect, name="ask_to_connect"),
    path("<number:person_id>/answer/", views.answer_connection, name="answer_connection"),
    path("<number:person_id>/end/", views.end_connection, name="end_connection"),
    path("<number:person_id>/dismiss/", views.dismiss_suggestion, name="dismiss_suggestion"),
]
