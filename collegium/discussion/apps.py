from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    name = "collegium.discussion"
    label = "discussion"
