"""Files come to a record and leave it; to which and when is in ``api.policy.attachments``."""

from api.policy.attachments import ATTACHERS
from api.policy.move import Move, step

MOVES: tuple[Move, ...] = (
    step("Attachment", "attach", "上传附件 | Attach a file", (), None, ATTACHERS),
    step("Attachment", "remove", "删除附件 | Remove the file", (), None, ATTACHERS),
)
