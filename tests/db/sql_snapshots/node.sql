-- $1: 12
-- $2: 'P1'
select convert_to(coalesce(root_1.json, 'null'), 'UTF8') as root_1, convert_to(coalesce(root_2.json, 'null'), 'UTF8') as root_2
from (
  select
) as request
left join lateral (
  select '{"__typename":"Platform","id":"' || encode(convert_to('Platform:' || platforms_1."id", 'UTF8'), 'base64') || '","planned":' || platforms_1."planned"::text || '}' as json
  from "platforms" as platforms_1
  where platforms_1."id" = $1::bigint
) as root_1 on true
left join lateral (
  select '{"code":' || to_json(clauses_2."id")::text || ',"limits":' || rows_3.json || '}' as json
  from "clauses" as clauses_2
  left join lateral (
    select '{"totalCount":' || (
      select count(*)
      from "limits" as limits_6
      where limits_6."clause_id" = clauses_2."id"
    )::text || '}' as json
  ) as rows_3 on true
  where clauses_2."id" = $2::text
) as root_2 on true
