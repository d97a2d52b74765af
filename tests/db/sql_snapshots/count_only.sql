-- $1: 'appointed'
select convert_to(coalesce((
  select '{"totalCount":' || count(*)::text || '}' as json
  from "platforms" as platforms_1
  where platforms_1."state" = $1::text
), 'null'), 'UTF8') as root_1
