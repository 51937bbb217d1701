import collegium.web.texts
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='Name')),
                ('slug', models.SlugField(max_length=120, unique=True)),
                ('aliases', models.TextField(blank=True, max_length=600, verbose_name='Other names, one a line')),
                ('kind', models.CharField(choices=[('hospital', 'Hospital'), ('health-system', 'Health system'), ('practice', 'Practice or clinic'), ('cancer-center', 'Cancer center'), ('academic', 'University or medical school'), ('research', 'Research institute'), ('society', 'Medical or professional society'), ('advocacy', 'Patient advocacy or foundation'), ('coop-group', 'Cooperative trial group'), ('government', 'Government, public health, military'), ('payer', 'Payer or insurer'), ('industry', 'Maker of drugs, devices, diagnostics'), ('vendor', 'Vendor, agency, consultancy'), ('media', 'Publisher or media'), ('other', 'Other')], default='other', max_length=16, verbose_name='Kind')),
                ('street', models.CharField(blank=True, max_length=160, verbose_name='Street')),
                ('city', models.CharField(blank=True, max_length=80, verbose_name='City')),
                ('state', models.CharField(blank=True, max_length=40, verbose_name='State')),
                ('country', models.CharField(blank=True, max_length=60, verbose_name='Country')),
                ('description', models.CharField(blank=True, max_length=400, verbose_name='In one or two sentences')),
                ('story', models.TextField(blank=True, verbose_name='Its own story')),
                ('story_by', models.CharField(blank=True, max_length=200, verbose_name='Written by')),
                ('story_at', models.DateTimeField(blank=True, null=True)),
                ('website', models.URLField(blank=True, verbose_name='Website')),
                ('host_unproven_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('domains', models.JSONField(blank=True, default=list)),
                ('size_employees', models.PositiveIntegerField(blank=True, null=True, verbose_name='People employed')),
                ('size_members', models.PositiveIntegerField(blank=True, null=True, verbose_name='Members, of a society')),
                ('size', models.PositiveIntegerField(editable=False, null=True)),
                ('founded', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Founded in')),
                ('words', collegium.web.texts.FoldedField(default='', editable=False, of=('name', 'aliases', 'city', 'country', 'description'))),
                ('logo_id', models.PositiveBigIntegerField(blank=True, editable=False, null=True)),
                ('social', models.JSONField(blank=True, default=dict)),
                ('state_of_page', models.CharField(choices=[('active', 'Active'), ('merged', 'Merged into another'), ('closed', 'Closed')], default='active', max_length=8)),
                ('is_host', models.BooleanField(default=False, editable=False)),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('disputed_at', models.DateTimeField(blank=True, null=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('changed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged', to='organizations.organization')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='children', to='organizations.organization')),
                ('related', models.ManyToManyField(blank=True, to='organizations.organization')),
                ('story_author', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Manager',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='managed', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='managers', to='organizations.organization')),
            ],
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('claim', 'Claim'), ('access', 'Request for access'), ('dispute', 'Dispute')], default='claim', max_length=8)),
                ('work_email', models.EmailField(blank=True, max_length=254, verbose_name='Work mail address')),
                ('code_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('code_sent_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('code_tries', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('email_proven_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('evidence', models.TextField(blank=True, max_length=3000, verbose_name='How we can tell')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.TextField(blank=True, max_length=3000, verbose_name='Answer of those who manage the page')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('granted', 'Granted'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], max_length=9)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='Reason')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='organizations.organization')),
            ],
        ),
        migrations.CreateModel(
            name='Affiliation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='Position')),
                ('source', models.CharField(choices=[('self', 'Says so'), ('email', 'Confirmed by work mail'), ('manager', 'Confirmed by the organization'), ('roster', 'From the society’s roster')], default='self', max_length=8)),
                ('since', models.DateField(default=django.utils.timezone.localdate)),
                ('until', models.DateField(blank=True, null=True)),
                ('is_consented', models.BooleanField(default=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='affiliations', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='affiliations', to='organizations.organization')),
            ],
        ),
        migrations.AddIndex(
            model_name='organization',
            index=models.Index(fields=['name'], name='organization_name'),
        ),
        migrations.AddIndex(
            model_name='organization',
            index=models.Index(fields=['state', 'kind'], name='organization_state_kind'),
        ),
        migrations.AddIndex(
            model_name='organization',
            index=models.Index(fields=['size'], name='organization_size'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.UniqueConstraint(condition=models.Q(('is_host', True)), fields=('is_host',), name='one_host_organization'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state_of_page', 'merged'), _negated=True), ('merged_into__isnull', False), _connector='OR'), name='merged_into_one_that_stays'),
        ),
        migrations.AddConstraint(
            model_name='manager',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('organization', 'person'), name='manager_once'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['decided_at', 'submitted_at'], name='claim_waiting'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('organization', 'person'), name='one_open_claim'),
        ),
        migrations.AddIndex(
            model_name='affiliation',
            index=models.Index(fields=['organization', 'until'], name='affiliation_organization'),
        ),
        migrations.AddIndex(
            model_name='affiliation',
            index=models.Index(fields=['person', 'until'], name='affiliation_person'),
        ),
        migrations.AddConstraint(
            model_name='affiliation',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('person', 'organization'), name='affiliation_once'),
        ),
        migrations.AddConstraint(
            model_name='affiliation',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='affiliation_ends_after_it_begins'),
        ),
    ]
