"""The society's roster: read a file, compare it with the site, apply the difference.

    file = read_roster(content, width=6)          rows, and what is wrong in them
    plan = compare(file, on=date, ...)            every finding in words, nothing written
    apply_plan(plan, run, by=…)                   all of it in one transaction

Source of the rules: docs/roster.md; expectations in tests/data/roster_cases.json.
"""
