-- $1: Decimal('1.00')
-- $2: 'province'
-- $3: ['appointed', 'settled']
-- $4: 20
-- $5: 10
-- $6: '王'
-- $7: 50
select convert_to(coalesce((
  select '{"nodes":[' || coalesce(string_agg(page_1.row1, ','), '') || ']}' as json
  from (
    select '{"id":"' || encode(convert_to('Platform:' || platforms_2."id", 'UTF8'), 'base64') || '"}' as row1
    from (
      select platforms_2."id"
      from "platforms" as platforms_2
      where ((platforms_2."award" > $1::numeric or (exists (
        select
        from "reporting_units" as reporting_units_3
        where reporting_units_3."code" = platforms_2."unit_code" and reporting_units_3."kind" = $2::text
      )) is not true) and platforms_2."state" = any($3::text[]) and (platforms_2."planned" < $4::integer and platforms_2."planned" >= $5::integer) and platforms_2."solution" is not null and platforms_2."contact" is distinct from $6::text)
      order by platforms_2."id"
      limit $7::bigint
    ) as platforms_2
  ) as page_1
), 'null'), 'UTF8') as root_1
