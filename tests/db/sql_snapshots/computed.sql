-- $1: 'passed'
-- $2: 10
-- $3: 50
select convert_to(coalesce((
  select '{"nodes":[' || coalesce(string_agg(page_1.row1, ','), '') || ']}' as json
  from (
    select '{"projectCount":' || sums_3.v1::text || ',"contractedCount":' || sums_3.v2::text || ',"passedCount":' || sums_3.v3::text || ',"claimed":"' || sums_3.v4::text || '"}' as row1
    from (
      select platforms_2."unit_code", platforms_2."id"
      from "platforms" as platforms_2
      where (
        select count(*)
        from "projects" as projects_6
        where projects_6."unit_code" = platforms_2."unit_code" and projects_6."platform_id" = platforms_2."id" and projects_6."state" = $1::text
      ) >= $2::bigint
      order by (
        select round(coalesce(sum(projects_5."claimed"), 0), 2)
        from "projects" as projects_5
        where projects_5."unit_code" = platforms_2."unit_code" and projects_5."platform_id" = platforms_2."id"
      ) desc, platforms_2."id"
      limit $3::bigint
    ) as platforms_2
    left join lateral (
      select count(*) as v1, count(*) filter (where projects_4."contracted_on" is not null) as v2, count(*) filter (where projects_4."state" = $1::text) as v3, round(coalesce(sum(projects_4."claimed"), 0), 2) as v4
      from "projects" as projects_4
      where projects_4."unit_code" = platforms_2."unit_code" and projects_4."platform_id" = platforms_2."id"
    ) as sums_3 on true
  ) as page_1
), 'null'), 'UTF8') as root_1
