"""Single sign-on: people come in with an account they have elsewhere.

Words: *provider* (whoever vouches for somebody: a university, the society's member system, ORCID), *subject* (the name
that never changes by which a provider knows somebody), *link* (this subject of this provider is this person). The
protocols are django-allauth's and python3-saml's; here are our rules: a person is known by provider and subject, never
by a mail address; whatever comes is checked (signature, issuer, audience, once only); a provider makes no accounts.
Why it is so: `docs/decisions/012-single-sign-on-and-scim.md`.
"""
