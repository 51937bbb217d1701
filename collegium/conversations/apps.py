from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "collegium.conversations"
    label = "conversations"
