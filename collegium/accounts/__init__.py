"""Accounts: who somebody is to the machine. Sign-in, sessions, passwords, second factors, own data.

Words: *user* (the account row; a person everywhere else), *handle* (the name in `/members/<handle>/`).
Anyone may register a guest account; what an account may read is `audience`'s business.
"""
