from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0014_counts_of_audit_entries')]

    initial = False

    operations = [
        ops.AddIndex(
            model_name='Organization',
            index=Index(fields=['name', 'id'], name='organizations_by_name'),
        ),
    ]
