"""Records under `/admin/`: a short list of what a society sets up once. Everything else has a screen of the desk.

The site has a registry of its own, so that no package adds to it. Nothing that people wrote is here, nor who may read
it: no piece, reply, file, message, revision, report, claim, account, standing, group or audience
(held by tests/test_records.py). Who comes in: administrators with a second factor (`accounts.middleware`).
"""

# mypy: disable-error-code="assignment"
# (options of records are class attributes of differing lengths)

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Model, URLField
from django.db.models.fields.related import ForeignKey
from django.forms import ModelChoiceField, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collegium.audience.models import GUESTS, MEMBERS, PUBLIC, Audience
from collegium.blogs.models import Blog
from collegium.discussion.models import Subject
from collegium.forums.models import Forum, Section
from collegium.magazine.models import Department, Issue
from collegium.membership.models import Body, Category, Office
from collegium.organizations.events import OrganizationChanged
from collegium.organizations.models import Organization
from collegium.outbox import audit
from collegium.people.models import DiseaseSite, Specialty
from collegium.web import news
from collegium.web.models import KeptVersion


class Records(AdminSite):
    """Django's record screens without their own ways to sign in or to change a password."""

    site_title = site_header = _("Records")
    index_title = _("What the society sets up once")
    site_url = "/desk/"

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one way to sign in (OWASP ASVS 6.3.4)."""
        return HttpResponseRedirect(reverse("account_login"))

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        """There is one way to change a password, which asks for the present one and a second factor."""
        return HttpResponseRedirect(reverse("account_change_password"))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The list with plurals that Django can't guess."""
        apps = super().get_app_list(request, app_label)
        for entry in (model for app in apps for model in app["models"]):
            entry["name"] = PLURALS.get(entry["object_name"], entry["name"])
        return apps


PLURALS = {"Category": _("Categories"), "Body": _("Boards and committees")}
site = Records(name="admin")


class Found(AutocompleteSelect):
    """One row found by typing; "none" has a sign to read, as HTML asks of an option."""

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The option."""
        return super().create_option(name, value, label or "—", *args, **kwargs)


class Record(ModelAdmin):
    """One kind of record. Every change is logged; addresses stay as they are once they were made."""

    fixed: tuple[str, ...] = ()  # fields that are set once
    can_be_removed = False
    list_per_page = 50
    formfield_overrides: ClassVar[Any] = {URLField: {"assume_scheme": "https"}}

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """What is set once is read only afterwards."""
        return self.fixed if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Only what nothing hangs on can be removed; the database protects the rest."""
        return self.can_be_removed and super().has_delete_permission(request, obj)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        """Places are open to everybody, guests or members; a closed group's audience can't be chosen."""
        if db_field.remote_field.model is Audience:
            kwargs["queryset"] = Audience.objects.filter(pk__in=[PUBLIC, GUESTS, MEMBERS])
        elif db_field.name in self.autocomplete_fields:
            kwargs["widget"] = Found(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Audiences have no record of their own to add or change, so their field is a plain one."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, ForeignKey) and db_field.remote_field.model is Audience:
            field.widget = field.widget.widget  # type: ignore[union-attr]
        return field

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        """Save, log the names of the fields, and let kept pages be made anew."""
        super().save_model(request, obj, form, change)
        deed = "changed a record" if change else "added a record"
        self._log(request, deed, obj, {"fields": form.changed_data})
        KeptVersion.touch()

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Remove and log."""
        self._log(request, "removed a record", obj, {"name": str(obj)})
        super().delete_model(request, obj)
        KeptVersion.touch()

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing acts on many records at once."""
        return {}

    def _log(self, request: HttpRequest, deed: str, obj: Model, detail: dict[str, Any]) -> None:
        audit.log(request.user, deed, about=(str(obj._meta.model_name), obj.pk), detail=detail)  # type: ignore[arg-type]


class Slugged(Record):
    """Whatever has a word in its address."""

    list_display = ("name", "slug")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    fixed = ("slug",)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Model | None = None) -> dict[str, Any]:
        """Only while it is new."""
        return {} if obj else dict(self.prepopulated_fields)


class ForumRecord(Slugged):
    """Forums; `readers` and `writers` hold for topics started from now on."""

    list_display = ("name", "section", "readers", "writers", "takes_cases", "order")
    list_select_related = ("section", "readers", "writers")


class SubjectRecord(Slugged):
    """Subjects over everything."""

    can_be_removed = True


class SpecialtyRecord(Slugged):
    """Specialties of the directory."""

    can_be_removed = True


class Ordered(Record):
    """Names in an order."""

    list_display = ("name", "order")
    can_be_removed = True


class CategoryRecord(Record):
    """Categories of membership, as the roster names them."""

    list_display = ("name", "code", "gives", "for_life")
    fixed = ("code",)


class OfficeRecord(Record):
    """Offices; who holds one is on the desk."""

    list_display = ("title", "key", "years", "order")
    fields = ("title", "key", "order", "years", "in_byline")
    fixed = ("key",)


class BodyRecord(Record):
    """Boards and committees."""

    list_display = ("name", "key", "order")
    fixed = ("key",)


class IssueRecord(Record):
    """Facts of an issue; its articles and its publication are on the desk."""

    list_display = ("title", "volume", "number", "cover_date")
    fields = ("volume", "number", "slug", "title", "cover_line", "cover_date", "date_text", "cover_art")
    fixed = ("slug",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Issues begin on the desk."""
        return False


class BlogRecord(Record):
    """The order of the front row and what blogs are open to; they begin on the desk."""

    list_display = ("title", "order", "readers", "writers")
    list_select_related = ("readers", "writers")
    fields = ("title", "slug", "description", "order", "readers", "writers")
    fixed = ("slug", "title", "description")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Blogs begin on the desk."""
        return False


class OrganizationRecord(Slugged):
    """Organizations of the directory; claims, managers and mergers are on the desk."""

    list_display = ("name", "city", "state", "kind")
    search_fields = ("name", "city")
    fields = (
        "name", "slug", "kind", "street", "city", "state", "country", "latitude", "longitude", "description", "website",
        "domains", "ror", "ccn", "npi", "size_employees", "size_members", "founded", "social", "parent", "related",
        "networks", "state_of_page",
    )  # fmt: skip
    ordering = ("name", "pk")
    autocomplete_fields = ("parent", "related", "networks")  # its place in the network

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """As the directory searches."""
        return queryset.matching(search_term) if search_term else queryset, False

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        """Nothing is its own parent or neighbor."""
        super().save_related(request, form, formsets, change)
        form.instance.related.remove(form.instance)
        form.instance.networks.remove(form.instance)
        if form.instance.parent_id == form.instance.pk:
            Organization.objects.filter(pk=form.instance.pk).update(parent=None)
        news.tell(OrganizationChanged(form.instance.pk))

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        """Search and directory hear of it."""
        super().save_model(request, obj, form, change)
        news.tell(OrganizationChanged(obj.pk))


REGISTERED: dict[type[Model], type[Record]] = {
    Section: Ordered,
    Forum: ForumRecord,
    Subject: SubjectRecord,
    Specialty: SpecialtyRecord,
    DiseaseSite: SpecialtyRecord,
    Category: CategoryRecord,
    Office: OfficeRecord,
    Body: BodyRecord,
    Department: Ordered,
    Issue: IssueRecord,
    Blog: BlogRecord,
    Organization: OrganizationRecord,
}
for model, record in REGISTERED.items():
    site.register(model, record)
