from django.urls import path

from collegium.citations import views

app_name = "citations"
urlpatterns = [path("find/", views.find_reference, name="find_reference")]
