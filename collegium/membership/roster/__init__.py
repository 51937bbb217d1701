"""The society's roster: read a file, compare it with the site, apply the difference.

    plan = compare(content, on)                     every finding in words, nothing written
    run = keep_run(content, name, on, plan, by)     kept until somebody applies it
    apply_run(run, by, confirmed=False)             compared once more, all of it in one transaction

Source of the rules: tests/data/roster_cases.json. Matching: member number; NPI with a similar family name when the file
no longer has the old number; confirmed mail address, unique in file and site, with a similar
family name. Never a name alone.
"""
