import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def remember_agreements(apps, schema_editor):
    """Whoever agreed before versions were counted agreed to the first one."""
    Consent, User = apps.get_model("accounts", "Consent"), apps.get_model("accounts", "User")
    first = settings.CONSENT_VERSIONS
    agreed = f"terms={first['terms']} privacy={first['privacy']}"
    terms = Consent.objects.filter(purpose="terms").values("user_id")
    privacy = Consent.objects.filter(purpose="privacy").values("user_id")
    User.objects.filter(pk__in=terms).filter(pk__in=privacy).update(agreed_to=agreed)


def keep_one_word(apps, schema_editor):
    """Back to one row per purpose: the newest, and only where it says yes."""
    Consent = apps.get_model("accounts", "Consent")
    newest = set()
    for row in Consent.objects.order_by("-id"):
        word = (row.user_id, row.purpose)
        if word in newest or not row.is_given:
            row.delete()
        newest.add(word)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_people'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='agreed_to',
            field=models.CharField(blank=True, default='', editable=False, help_text='versions last agreed to; see services.consents', max_length=60),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='user',
            name='leaving_at',
            field=models.DateTimeField(blank=True, editable=False, help_text='Empty for members.', null=True, verbose_name='asked to be deleted'),
        ),
        migrations.RemoveConstraint(model_name='consent', name='consent_once'),
        migrations.RenameField(model_name='consent', old_name='given_at', new_name='at'),
        migrations.AlterField(
            model_name='consent',
            name='at',
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name='date'),
        ),
        migrations.AddField(
            model_name='consent',
            name='version',
            field=models.CharField(default='2026-07', max_length=20, verbose_name='version'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='consent',
            name='is_given',
            field=models.BooleanField(default=True, verbose_name='given'),
        ),
        migrations.AlterModelOptions(
            name='consent',
            options={'ordering': ['-id'], 'verbose_name': 'consent', 'verbose_name_plural': 'consents'},
        ),
        migrations.AddIndex(
            model_name='consent',
            index=models.Index(fields=['user', 'purpose', '-id'], name='consent_newest'),
        ),
        migrations.AlterField(
            model_name='securityevent',
            name='kind',
            field=models.CharField(choices=[('signed_in', 'Signed in'), ('signed_out', 'Signed out'), ('wrong_password', 'Wrong password'), ('token_reused', 'A token was used twice'), ('sign_in_ended', 'A device was signed out'), ('wrong_code', 'Wrong code'), ('proved', 'Confirmed a sensitive step'), ('email_verified', 'Address proved'), ('email_changed', 'E-mail address changed'), ('factor_added', 'Second factor added'), ('factor_removed', 'Second factor removed'), ('codes_made', 'Recovery codes made'), ('code_used', 'Recovery code used'), ('password_changed', 'Password changed'), ('closed', 'Account closed by staff'), ('reopened', 'Account reopened by staff'), ('suspended', 'Account suspended by staff'), ('restored', 'Suspension lifted by staff'), ('seen_as', 'Our team looked at your pages, without changing anything'), ('looked_as', 'Looked at the site as somebody'), ('deletion_asked', 'Deletion of the account asked for'), ('deletion_stopped', 'Deletion of the account stopped'), ('export_asked', 'Copy of the data asked for'), ('export_fetched', 'Copy of the data downloaded')], max_length=16, verbose_name='what'),
        ),
        migrations.RunPython(remember_agreements, keep_one_word),
    ]
