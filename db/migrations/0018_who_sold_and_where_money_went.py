from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0017_text_prints')]

    initial = False

    operations = [
        ops.AddIndex(
            model_name='Funding',
            index=Index(fields=['unit_code', 'document'], name='fundings_by_document'),
        ),
        ops.AddIndex(
            model_name='Invoice',
            index=Index(fields=['seller_uscc'], name='invoices_by_seller'),
        ),
        ops.AddIndex(
            model_name='Payment',
            index=Index(fields=['payee_account'], name='payments_by_payee_account'),
        ),
        ops.AddIndex(
            model_name='Project',
            index=Index(fields=['expert_id'], name='projects_by_expert'),
        ),
    ]
