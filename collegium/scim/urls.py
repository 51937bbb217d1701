from django.urls import path

from collegium.scim import views

app_name = "scim"
urlpatterns = [path("<path:path>", views.scim, name="scim")]
