-- $1: 'passed'
-- $2: 'failed'
-- $3: Decimal('300000')
select convert_to(coalesce(root_1.json, 'null'), 'UTF8') as root_1
from (
  select
) as request
left join lateral (
  select '{"totalCount":' || (
    select count(*)
    from "platforms" as platforms_3
    where (exists (
      select
      from "projects" as projects_4
      where projects_4."unit_code" = platforms_3."unit_code" and projects_4."platform_id" = platforms_3."id" and projects_4."state" = $1::text
    ) and not exists (
      select
      from "projects" as projects_5
      where projects_5."unit_code" = platforms_3."unit_code" and projects_5."platform_id" = platforms_3."id" and projects_5."state" = $2::text
    ) and not exists (
      select
      from "projects" as projects_6
      where projects_6."unit_code" = platforms_3."unit_code" and projects_6."platform_id" = platforms_3."id" and (projects_6."claimed" <= $3::numeric) is not true
    ))
  )::text || '}' as json
) as root_1 on true
