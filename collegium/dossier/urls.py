from django.urls import path

from collegium.dossier import views

app_name = "dossier"
urlpatterns = [
    path("settings/record/", views.record, name="record"),
    path("settings/record/new/", views.add_entry, name="add_entry"),
    path("settings/record/export/", views.export_record, name="export_record"),
    path("settings/record/<number:entry_id>/", views.edit_entry, name="edit_entry"),
    path("settings/record/<number:entry_id>/remove/", views.remove_entry, name="remove_entry"),
    path("settings/letter/", views.letter, name="letter"),
]
