from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields
from tortoise.indexes import Index

# Events of before: a platform's settlement says its award in words, the places are as they are now.
_FIGURES = """
update events set figure = case action
    when 'appoint' then (select planned from platforms
                         where platforms.unit_code = events.unit_code and platforms.id = events.subject_id)
    when 'settle' then replace(substring(why from '^核定([0-9.,]+)元'), ',', '')::numeric
    else 0 end
where subject = 'Platform'
"""

class Migration(migrations.Migration):
    dependencies = [('models', '0002_tokens_and_saved_queries')]

    initial = False

    operations = [
        ops.RemoveIndex(
            model_name='Event',
            name='events_of_subject',
            fields=None,
        ),
        ops.AddField(
            model_name='Event',
            name='figure',
            field=fields.DecimalField(null=True, description='所定数值 | Figure it set: places planned, money awarded', max_digits=14, decimal_places=2),
        ),
        ops.AddIndex(
            model_name='Event',
            index=Index(fields=['unit_code', 'subject', 'subject_id', 'at'], name='events_of_subject'),
        ),
        ops.RunSQL(_FIGURES, ops.RunSQL.noop),
    ]
