from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0020_risk_scores')]

    initial = False

    operations = [
        ops.AddField(
            model_name='LittleGiant',
            name='address',
            field=fields.CharField(null=True, description='地址 | Address', max_length=160),
        ),
        ops.AddField(
            model_name='LittleGiant',
            name='legal_person',
            field=fields.CharField(null=True, description='法定代表人 | Legal person', max_length=40),
        ),
    ]
