from django.db import migrations, models


def do_not_wait_for_the_disk(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE web_counted SET UNLOGGED")


class Migration(migrations.Migration):
    dependencies = [("web", "0007_leaders_follow_offices")]
    operations = [
        migrations.CreateModel(
            name="Counted",
            fields=[
                ("name", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("until", models.PositiveBigIntegerField(db_index=True)),
            ],
        ),
        migrations.RunPython(do_not_wait_for_the_disk, migrations.RunPython.noop),
    ]
