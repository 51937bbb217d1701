"""Organizations: where people work. Directory, a page for each, affiliations, claims.

Words: *organization*, *affiliation* (person at organization, with its source and dates), *claim* (somebody says they
speak for it), *manager* (whoever proved it). Pages are for everyone; who works there only for members, others see how
many; pending claims only for the claimant and administrators (docs/access.md).
"""
