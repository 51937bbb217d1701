from django.apps import AppConfig


class BlogsConfig(AppConfig):
    name = "collegium.blogs"
    label = "blogs"
