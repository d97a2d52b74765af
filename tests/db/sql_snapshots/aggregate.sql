-- $1: 0.9
-- $2: 'passed'
-- $3: 5
-- $4: 50
select convert_to(coalesce((
  select '{"totalCount":' || totals_4.v1 || ',"nodes":' || parts_3.v1 || ',"aggregate":' || totals_4.v2 || '}' as json
  from (
    select '[' || coalesce(string_agg(page_1.row1, ','), '') || ']' as v1
    from (
      select '{"id":"' || encode(convert_to('Project:' || projects_2."id", 'UTF8'), 'base64') || '"}' as row1
      from (
        select projects_2."id"
        from "projects" as projects_2
        where projects_2."state" = $2::text
        order by projects_2."id"
        limit $3::bigint
      ) as projects_2
    ) as page_1
  ) as parts_3 cross join (
    select count(*)::text as v1, '{"count":' || count(*)::text || ',"countDistinct":{"platform":' || count(distinct projects_5."platform_id")::text || ',"state":' || count(distinct projects_5."state")::text || '},"sum":{"actualCost":' || coalesce('"' || sum(projects_5."actual_cost")::text || '"', 'null') || ',"targetLevel":' || coalesce(sum(projects_5."target_level")::text, 'null') || '},"avg":{"claimed":' || coalesce('"' || round(avg(projects_5."claimed"), 6)::text || '"', 'null') || '},"percentile":{"claimed":' || coalesce('"' || round((percentile_cont($1::double precision) within group (order by projects_5."claimed"))::numeric, 6)::text || '"', 'null') || '},"min":{"acceptedOn":' || coalesce('"' || min(projects_5."accepted_on")::text || '"', 'null') || '}}' as v2
    from "projects" as projects_5
    where projects_5."state" = $2::text
  ) as totals_4
), 'null'), 'UTF8') as root_1, convert_to(coalesce((
  select '{"nodes":[' || coalesce(string_agg(page_6.row1, ','), '') || ']}' as json
  from (
    select '{"platforms":' || rows_8.json || '}' as row1
    from (
      select reporting_units_7."code"
      from "reporting_units" as reporting_units_7
      order by reporting_units_7."code"
      limit $4::bigint
    ) as reporting_units_7
    left join lateral (
      select '{"aggregate":{"count":' || count(*)::text || ',"sum":{"planned":' || coalesce(sum(platforms_9."planned")::text, 'null') || '}}}' as json
      from "platforms" as platforms_9
      where platforms_9."unit_code" = reporting_units_7."code" having true
    ) as rows_8 on true
  ) as page_6
), 'null'), 'UTF8') as root_2
