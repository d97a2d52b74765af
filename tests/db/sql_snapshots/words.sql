-- $1: '%智能装备%'
-- $2: '%智能%'
-- $3: '示例%'
-- $4: '%Abc%'
-- $5: '智能装倍'
-- $6: '智能装倍'
-- $7: 0.4
-- $8: '智能装倍'
-- $9: 0.8
select convert_to(coalesce((
  select '{"totalCount":' || count(*)::text || '}' as json
  from "organizations" as organizations_1
  where organizations_1."name" like $1::text
), 'null'), 'UTF8') as root_1, convert_to(coalesce((
  select '{"totalCount":' || count(*)::text || '}' as json
  from "organizations" as organizations_2
  where ((organizations_2."name" || '') like $2::text and ((organizations_2."name" || '') like $3::text) is not true)
), 'null'), 'UTF8') as root_2, convert_to(coalesce((
  select '{"totalCount":' || count(*)::text || '}' as json
  from "organizations" as organizations_3
  where organizations_3."name" ilike $4::text
), 'null'), 'UTF8') as root_3, convert_to(coalesce((
  select '{"totalCount":' || count(*)::text || '}' as json
  from "platforms" as platforms_4
  where exists (
    select
    from "organizations" as organizations_5
    where organizations_5."id" = platforms_4."organization_id" and apart(organizations_5."name") %> apart($5::text)
  )
), 'null'), 'UTF8') as root_4, convert_to(coalesce((
  select '{"totalCount":' || count(*)::text || '}' as json
  from "organizations" as organizations_6
  where word_similarity(apart($6::text), apart(organizations_6."name")) >= $7::real
), 'null'), 'UTF8') as root_5, convert_to(coalesce((
  select '{"totalCount":' || count(*)::text || '}' as json
  from "invoices" as invoices_7
  where (apart(invoices_7."seller") %> apart($8::text) and word_similarity(apart($8::text), apart(invoices_7."seller")) >= $9::real)
), 'null'), 'UTF8') as root_6
