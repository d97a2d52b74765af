-- $1: '%50\\%%'
select convert_to(coalesce(root_1.json, 'null'), 'UTF8') as root_1
from (
  select
) as request
left join lateral (
  select '{"totalCount":' || (
    select count(*)
    from "projects" as projects_3
    where (projects_3."contract_number" ilike $1::text or exists (
      select
      from "organizations" as organizations_4
      where organizations_4."id" = projects_3."enterprise_id" and (organizations_4."name" ilike $1::text or organizations_4."uscc" ilike $1::text)
    ))
  )::text || '}' as json
) as root_1 on true
