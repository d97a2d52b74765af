-- $1: 'appointed'
select convert_to(coalesce(root_1.json, 'null'), 'UTF8') as root_1
from (
  select
) as request
left join lateral (
  select '{"totalCount":' || (
    select count(*)
    from "platforms" as platforms_3
    where platforms_3."state" = $1::text
  )::text || '}' as json
) as root_1 on true
