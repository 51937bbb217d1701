"""OpenID Connect out: other sites of the society (meetings, e-learning) sign people in with the account they have here.

Words: *site* (another site that an administrator registered; OAuth: client), *return address* (where it may be sent
back to, exactly as registered), *consent* (a person and a site: what it may learn, under which subject it knows them),
*line* (what a site asked, what it got, or why not, in a sentence). One way in only: authorization code with PKCE
(S256) and a client secret. oauthlib and django-allauth speak the protocol; here are our rules: what is sent is worked
out at the moment of asking, a person who can't sign in here has no token anywhere, nobody is ever sent to an address
that is not registered. Why it is so: `docs/decisions/016-openid-connect-out.md`.
"""
