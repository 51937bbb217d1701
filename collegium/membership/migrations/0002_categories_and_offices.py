"""The categories and offices that societies of this field know; a society renames them on the desk."""

from django.db import migrations

CATEGORIES = [
    # code, name, gives, without end, becomes
    ("FULL", "Full / Active", "member", False, ""),
    ("ASSOC", "Associate / Affiliate physician", "member", False, ""),
    ("TRAIN", "Member in training", "member", False, "FULL"),
    ("STUDENT", "Student", "member", False, "TRAIN"),
    ("ALLIED", "Allied health professional", "member", False, ""),
    ("INTL", "International", "member", False, ""),
    ("EMER", "Emeritus / Retired", "member", True, ""),
    ("HON", "Honorary", "member", True, ""),
    ("LIFE", "Life", "member", True, ""),
    ("CORP", "Corporate seat", "member", False, ""),
    ("STAFF", "Society staff", "staff", True, ""),
    ("GUEST", "Guest account", "guest", True, ""),
]
BODIES = [
    ("officers", "Officers"),
    ("board", "Board of Directors"),
    ("exec", "Executive Committee"),
    ("nominating", "Nominating Committee"),
    ("ethics", "Ethics Committee"),
    ("membership", "Membership Committee"),
    ("comm", "Communications Committee"),
    ("program", "Scientific Program Committee"),
    ("education", "Education Committee"),
    ("guidelines", "Clinical Practice Guidelines Committee"),
    ("affairs", "Government Relations Committee"),
    ("intl", "International Affairs Committee"),
    ("training", "Trainee and Early Career Committee"),
    ("editorial", "Editorial Board"),
]
OFFICES = [
    # key, title, order, years, next, staff, in bylines
    ("president", "President", 0, 1, "immediate-past-president", False, True),
    ("president-elect", "President-Elect", 1, 1, "president", False, True),
    ("immediate-past-president", "Immediate Past President", 2, 1, "past-president", False, True),
    ("secretary-treasurer", "Secretary-Treasurer", 3, 3, "", False, True),
    ("treasurer", "Treasurer", 3, 3, "", False, True),
    ("secretary", "Secretary", 4, 3, "", False, True),
    ("ceo", "Chief Executive Officer", 5, None, "", True, True),
    ("cmo", "Chief Medical Officer", 5, None, "", True, True),
    ("editor-in-chief", "Editor-in-Chief", 5, 5, "", False, True),
    ("director", "Director", 6, 3, "", False, True),
    ("associate-editor", "Associate Editor", 7, 3, "", False, True),
    ("chair", "Chair", 7, 1, "past-chair", False, True),
    ("chair-elect", "Chair-Elect", 8, 1, "chair", False, True),
    ("past-chair", "Past Chair", 9, 1, "", False, False),
    ("past-president", "Past President", 9, None, "", False, True),
    ("member", "Member", 9, 3, "", False, False),
]


def seed(apps, schema_editor):
    for order, (code, name, gives, for_life, becomes) in enumerate(CATEGORIES):
        row = {"name": name, "gives": gives, "for_life": for_life, "becomes": becomes, "order": order}
        apps.get_model("membership", "Category").objects.update_or_create(code=code, defaults=row)
    for order, (key, name) in enumerate(BODIES):
        apps.get_model("membership", "Body").objects.update_or_create(key=key, defaults={"name": name, "order": order})
    for key, title, order, years, next_key, for_staff, in_byline in OFFICES:
        row = {
            "title": title, "order": order, "years": years, "next_key": next_key, "for_staff": for_staff,
            "in_byline": in_byline,
        }  # fmt: skip
        apps.get_model("membership", "Office").objects.update_or_create(key=key, defaults=row)


class Migration(migrations.Migration):
    dependencies = [("membership", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
