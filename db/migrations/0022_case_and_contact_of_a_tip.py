from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0021_little_giants_known_again')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Tip',
            name='case_number',
            field=fields.CharField(null=True, description='案件编号 | Number of the case', max_length=24),
        ),
        ops.AddField(
            model_name='Tip',
            name='reachable',
            field=fields.BooleanField(default=False, description='留有联系方式 | Left a contact', db_default=False),
        ),
    ]
