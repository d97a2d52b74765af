from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0013_settlements_remittances_and_the_ledger')]

    initial = False

    operations = [
        ops.AddIndex(
            model_name='AuditEntry',
            index=Index(fields=['kind', 'unit_code', 'synthetic'], name='audit_entries_by_kind'),
        ),
    ]
