from django.urls import path

from collegium.files import views

app_name = "files"
urlpatterns = [
    path("upload/", views.upload_file, name="upload_file"),
    path("<number:file_id>/", views.file_detail, name="file_detail"),
    path("<number:file_id>/<number:width>/", views.file_detail, name="file_at_width"),
]
