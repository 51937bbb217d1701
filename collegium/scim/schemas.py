"""What SCIM says here: users with the society's own extension, and groups. Imported only when SCIM is asked."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from pydantic import Field
from scim2_models import (
    URN,
    AuthenticationScheme,
    Bulk,
    ChangePassword,
    ComplexAttribute,
    EnterpriseUser,
    ETag,
    Extension,
    Filter,
    Group,
    Patch,
    ResourceType,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    User,
)

MEMBER = "urn:collegium:params:scim:schemas:member:1.0:User"
MOST_FOUND, MOST_AT_ONCE, MOST_BYTES = 200, 100, 1024 * 1024
Text = str | None


class Office(ComplexAttribute):
    """One term of office."""

    body: Annotated[Text, Field(examples=["ethics"])] = None
    """Key of the committee; `officers` for the society's own offices."""

    office: Annotated[Text, Field(examples=["member"])] = None
    """Key of the office, such as `chair`."""

    start: Annotated[Text, Field(examples=["2026-01-01"])] = None
    """First day."""

    end: Annotated[Text, Field(examples=["2028-01-01"])] = None
    """Day of handover."""


class Member(Extension):
    """What the society's own system says of a membership. It counts together with `externalId`, the member number."""

    __schema__ = URN(MEMBER)

    member_type: Annotated[Text, Field(examples=["FULL"])] = None
    """Code of a category of the roster."""

    status: Annotated[Text, Field(examples=["A"])] = None
    """A active, I inactive, S suspended, D dropped."""

    join_date: Annotated[Text, Field(examples=["2004-03-01"])] = None
    """A day."""

    paid_thru: Annotated[Text, Field(examples=["2036-12-31"])] = None
    """The last day that is paid; empty: never pays."""

    npi: Annotated[Text, Field(examples=["1000000004"])] = None
    """National Provider Identifier."""

    terms: list[Office] | None = None
    """Offices with their dates."""


Person = User[EnterpriseUser | Member]  # type: ignore[type-arg]
Committee = Group


@cache
def provider() -> ScimProvider:
    """Everything that is announced."""
    config = ServiceProviderConfig(
        patch=Patch(supported=True),
        bulk=Bulk(supported=True, max_operations=MOST_AT_ONCE, max_payload_size=MOST_BYTES),
        filter=Filter(supported=True, max_results=MOST_FOUND),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=False),
        etag=ETag(supported=True),
        authentication_schemes=[
            AuthenticationScheme(
                type=AuthenticationScheme.Type.oauthbearertoken, name="Bearer token", primary=True,
                description="A token that an administrator made on the desk, under SCIM",
            )
        ],
    )  # fmt: skip
    kinds: list[ResourceType[Any]] = [ResourceType.from_resource(Person), ResourceType.from_resource(Committee)]  # type: ignore[type-arg]
    return ScimProvider([User, Group, EnterpriseUser, Member], kinds, config)
