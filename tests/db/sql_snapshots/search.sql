-- $1: '%50\\%%'
select convert_to(coalesce((
  select '{"totalCount":' || count(*)::text || '}' as json
  from "projects" as projects_1
  where (projects_1."contract_number" like $1::text or exists (
    select
    from "organizations" as organizations_2
    where organizations_2."id" = projects_1."enterprise_id" and ((organizations_2."name" || '') like $1::text or (organizations_2."uscc" || '') like $1::text)
  ))
), 'null'), 'UTF8') as root_1
