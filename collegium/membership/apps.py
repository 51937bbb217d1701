from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "collegium.membership"
    label = "membership"
