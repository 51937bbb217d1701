"""What leaves the site or happens later: mail, jobs with their schedule, and the log of staff acts.

Words: *mail* (a row that is written with the deed and sent by a job), *job* (a function that runs later, tried five
times, then *parked* for staff to see), *schedule* (a job with a cron expression), *audit line* (who did what to whom,
why, when; never changed). Upper apps call `mail.queue`, `jobs.schedule` and `audit.log`; nobody sends mail directly.
"""
