"""Accounts: signing in, registering as a guest, sessions, second factors, roles and suspension.

Words: *account* (a person who can sign in), *guest* (registered, mail confirmed), *role* (editor, moderator,
administrator), *second factor* (passkey or authenticator app). django-allauth does the protocols; here are our rules:
an unconfirmed account equals a visitor, whoever holds a role has a second factor, suspending ends sessions at once.
"""
