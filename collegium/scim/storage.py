"""scim2-server's storage over our records. Imported only when SCIM is asked."""

from __future__ import annotations

import hashlib
import json
from contextlib import AbstractContextManager
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from scim2_models import (
    InvalidFilterException,
    InvalidValueException,
    Meta,
    NotFoundException,
    PreconditionFailedException,
    Resource,
    ResourceType,
    ResponseParameters,
    ScimFilter,
    SearchRequest,
    UniquenessException,
)
from scim2_models.path import CompareOperator, Comparison, FilterNode, LogicalExpr, LogicalOperator
from scim2_server.storage import ScimStorage, SearchPage
from scim2_server.utils import parametrize

from collegium.accounts.models import User
from collegium.scim import committees, people
from collegium.scim.models import Record
from collegium.scim.schemas import MOST_FOUND, Committee, Person

MOST_READ = 5000  # records that one question may look through


class Storage(ScimStorage):
    """Users and groups, for one token."""

    def __init__(self, token: str) -> None:
        self.token = token

    def operation(self) -> AbstractContextManager[None]:
        """Each operation wholly or not at all."""
        return transaction.atomic()

    def get(
        self, resource_type: ResourceType, resource_id: str, *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Resource[Any]:  # fmt: skip
        """One record."""
        return resource_of(self._row(resource_type, resource_id))

    def _row(self, resource_type: ResourceType, resource_id: str | None, *, locked: bool = False) -> Record:
        rows = Record.objects.present(str(resource_type.name)).select_related("person__membership__category", "body")
        if locked:
            Record.objects.select_for_update().filter(pk=resource_id or "").first()
        row = rows.filter(pk=(resource_id or "")[:32]).first()
        if row is None:
            raise NotFoundException(detail=f"{resource_type.name} {resource_id!r} not found")
        return row

    def search(
        self, resource_types: list[ResourceType], search_request: SearchRequest[Any], *, position: Any = None
    ) -> SearchPage:
        """A page. What the database can narrow it narrows; the filter itself is scim2-models' own."""
        kinds = list(dict.fromkeys(str(one.name) for one in resource_types))
        _adopt(kinds)
        rows = Record.objects.filter(kind__in=kinds, deleted_at=None).order_by("created_at", "id")
        rows = rows.select_related("person__membership__category", "body")
        start, count = search_request.start_index_0 or 0, search_request.count
        count = MOST_FOUND if count is None else count
        if search_request.filter is None:
            return SearchPage(rows.count(), [resource_of(row) for row in rows[start : start + count]])
        if (narrowed := _narrowed(search_request.filter.ast)) is not None:
            rows = rows.filter(narrowed)
        if rows.count() > MOST_READ:
            raise InvalidFilterException(
                detail="Filter by id, userName, externalId or emails.value: the others are too many to look through"
            )
        found = _matching([resource_of(row) for row in rows], search_request.filter)
        return SearchPage(len(found), found[start : start + count])

    def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        """A new record."""
        return self._written(lambda: self._made(resource_type, resource))

    def _made(self, resource_type: ResourceType, resource: Resource[Any]) -> Record:
        if resource_type.name == Record.Kind.USER:
            return people.make(resource, self.token)
        return committees.make(resource.model_dump(), self.token)

    def update(
        self, resource_type: ResourceType, resource: Resource[Any], *, expected_version: str | None = None
    ) -> Resource[Any]:
        """The whole new state of a record."""
        row = self._row(resource_type, resource.id, locked=True)
        _expect(row, expected_version)
        if resource_type.name == Record.Kind.USER:
            return self._written(lambda: people.write(row, resource, self.token))
        return self._written(lambda: committees.write(row, resource.model_dump(), self.token))

    def delete(self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None) -> None:
        """End it (`people.end`, `committees.end`)."""
        row = self._row(resource_type, resource_id, locked=True)
        _expect(row, expected_version)
        deed = people.end if resource_type.name == Record.Kind.USER else committees.end
        self._written(lambda: deed(row, self.token))

    def _written(self, deed: Any) -> Any:
        try:
            with transaction.atomic():
                row = deed()
        except people.Wrong as wrong:
            raise InvalidValueException(detail=str(wrong)) from None
        except (people.Taken, IntegrityError) as taken:
            detail = str(taken) if isinstance(taken, people.Taken) else "This is taken already"
            raise UniquenessException(detail=detail) from None
        return resource_of(self._row_again(row)) if row is not None else None

    def _row_again(self, row: Record) -> Record:
        return Record.objects.select_related("person__membership__category", "body").get(pk=row.pk)


def resource_of(row: Record) -> Resource[Any]:
    """A record as SCIM says it; its version is the hash of what it says."""
    data = people.shown(row) if row.kind == Record.Kind.USER else committees.shown(row)
    model: Any = Person if row.kind == Record.Kind.USER else Committee
    digest = hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()[:24]
    resource: Resource[Any] = model.model_validate(data)
    resource.meta = Meta(
        resource_type=row.kind, created=row.created_at, last_modified=row.changed_at, version=f'W/"{digest}"'
    )
    return resource


def _expect(row: Record, version: str | None) -> None:
    meta = resource_of(row).meta
    if version is not None and (meta is None or meta.version != version):
        raise PreconditionFailedException


def _adopt(kinds: list[str]) -> None:
    """People of the roster and committees that have no record yet get one, so that they are found."""
    if Record.Kind.USER in kinds:
        missing = User.objects.filter(scim_record=None, membership__isnull=False, membership__merged_into=None)
        if rows := list(missing.select_related("membership__category")):
            people.adopt(rows)
    if Record.Kind.GROUP in kinds:
        committees.adopt()


def _matching(resources: list[Resource[Any]], scim_filter: ScimFilter[Any]) -> list[Resource[Any]]:
    found = []
    for one in resources:
        typed = scim_filter if scim_filter.models else parametrize(ScimFilter, type(one))(str(scim_filter))
        if typed.match(one):
            found.append(one)
    return found


def _narrowed(node: FilterNode) -> Q | None:
    """What has to hold in columns for a filter to be true; None when they do not say."""
    if isinstance(node, LogicalExpr):
        parts = [_narrowed(term) for term in node.terms]
        known = [part for part in parts if part is not None]
        if node.op == LogicalOperator.and_:
            return _joined(known, Q.AND)
        return _joined(known, Q.OR) if len(known) == len(parts) else None
    if not isinstance(node, Comparison) or node.op != CompareOperator.eq or not isinstance(node.value, str):
        return None
    path = str(node.attr_path).lower().removeprefix("urn:ietf:params:scim:schemas:core:2.0:user:")
    fields = {
        "id": "pk",
        "username": "user_name__iexact",
        "externalid": "external_id",
        "emails.value": "emails__contains",
    }
    if path == "emails":
        path = "emails.value"
    value = node.value.lower() if path == "emails.value" else node.value
    return Q(**{fields[path]: value}) if path in fields else None


def _joined(parts: list[Q], how: str) -> Q | None:
    if not parts:
        return None
    whole = parts[0]
    for part in parts[1:]:
        whole = whole & part if how == Q.AND else whole | part
    return whole
