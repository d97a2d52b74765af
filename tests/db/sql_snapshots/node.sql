-- $1: 12
-- $2: 'P1'
select convert_to(coalesce((
  select '{"__typename":"Platform","id":"' || encode(convert_to('Platform:' || platforms_1."id", 'UTF8'), 'base64') || '","planned":' || platforms_1."planned"::text || '}' as json
  from "platforms" as platforms_1
  where platforms_1."id" = $1::bigint
), 'null'), 'UTF8') as root_1, convert_to(coalesce((
  select '{"code":' || to_json(clauses_2."id")::text || ',"limits":' || rows_3.json || '}' as json
  from "clauses" as clauses_2
  left join lateral (
    select '{"totalCount":' || count(*)::text || '}' as json
    from "limits" as limits_4
    where limits_4."clause_id" = clauses_2."id"
  ) as rows_3 on true
  where clauses_2."id" = $2::text
), 'null'), 'UTF8') as root_2
