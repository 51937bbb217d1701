from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "collegium.organizations"
    label = "organizations"
