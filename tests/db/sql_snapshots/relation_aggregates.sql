-- $1: 'failed'
-- $2: 'passed'
-- $3: 10
-- $4: Decimal('100')
-- $5: Decimal('1')
-- $6: 0
-- $7: 5
select convert_to(coalesce((
  select '{"pageInfo":{"endCursor":' || coalesce('"' || (array_agg(page_1."cursor" order by page_1._rank desc))[1] || '"', 'null') || '},"nodes":[' || coalesce(string_agg(page_1.row1, ',' order by page_1._rank), '') || ']}' as json
  from (
    select '{"id":"' || encode(convert_to('Platform:' || platforms_2."id", 'UTF8'), 'base64') || '"}' as row1, platforms_2._rank, platforms_2."cursor"
    from (
      select *, row_number() over () as _rank
      from (
        select platforms_2."id", translate(encode(convert_to(json_build_array('bdeacb', (
          select count(*)
          from "projects" as projects_3
          where projects_3."unit_code" = platforms_2."unit_code" and projects_3."platform_id" = platforms_2."id" having true
        )::text, (
          select sum(projects_4."actual_cost")
          from "projects" as projects_4
          where projects_4."unit_code" = platforms_2."unit_code" and projects_4."platform_id" = platforms_2."id" and projects_4."state" = $1::text having true
        )::text, (
          select max(platforms_6."award")
          from "platforms" as platforms_6
          where platforms_6."unit_code" = plan_industries_5."unit_code" and platforms_6."plan_industry_id" = plan_industries_5."id" having true
        )::text, platforms_2."id"::text)::text, 'UTF8'), 'base64'), E'+/=\n', '-_') as "cursor"
        from "platforms" as platforms_2
        left join "plan_industries" as plan_industries_5 on plan_industries_5."unit_code" = platforms_2."unit_code" and plan_industries_5."id" = platforms_2."plan_industry_id"
        where (
          select (count(*) < $3::bigint and sum(projects_7."actual_cost") > $4::numeric and (count(*) filter (where projects_7."claimed" > $5::numeric) = $6::bigint or round(avg(projects_7."claimed"), 6) is null))
          from "projects" as projects_7
          where projects_7."unit_code" = platforms_2."unit_code" and projects_7."platform_id" = platforms_2."id" and projects_7."state" = $2::text having true
        )
        order by (
          select count(*)
          from "projects" as projects_3
          where projects_3."unit_code" = platforms_2."unit_code" and projects_3."platform_id" = platforms_2."id" having true
        ) desc, (
          select sum(projects_4."actual_cost")
          from "projects" as projects_4
          where projects_4."unit_code" = platforms_2."unit_code" and projects_4."platform_id" = platforms_2."id" and projects_4."state" = $1::text having true
        ) nulls last, (
          select max(platforms_6."award")
          from "platforms" as platforms_6
          where platforms_6."unit_code" = plan_industries_5."unit_code" and platforms_6."plan_industry_id" = plan_industries_5."id" having true
        ) desc nulls last, platforms_2."id"
        limit $7::bigint
      ) as platforms_2
    ) as platforms_2
  ) as page_1
), 'null'), 'UTF8') as root_1
