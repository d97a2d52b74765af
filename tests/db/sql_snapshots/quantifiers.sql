-- $1: 'passed'
-- $2: 'failed'
-- $3: Decimal('300000')
select convert_to(coalesce((
  select '{"totalCount":' || count(*)::text || '}' as json
  from "platforms" as platforms_1
  where (exists (
    select
    from "projects" as projects_2
    where projects_2."unit_code" = platforms_1."unit_code" and projects_2."platform_id" = platforms_1."id" and projects_2."state" = $1::text
  ) and not exists (
    select
    from "projects" as projects_3
    where projects_3."unit_code" = platforms_1."unit_code" and projects_3."platform_id" = platforms_1."id" and projects_3."state" = $2::text
  ) and not exists (
    select
    from "projects" as projects_4
    where projects_4."unit_code" = platforms_1."unit_code" and projects_4."platform_id" = platforms_1."id" and (projects_4."claimed" <= $3::numeric) is not true
  ))
), 'null'), 'UTF8') as root_1
