-- $1: 1
-- $2: 50
-- $3: 50
select convert_to(coalesce((
  select '{"nodes":[' || coalesce(string_agg(page_1.row1, ','), '') || ']}' as json
  from (
    select '{"progress":{"passed":' || progress_3.v1::text || ',"target":' || progress_3.v2::text || ',"share":' || coalesce(progress_3.v3::text, 'null') || ',"paid":"' || progress_3.v4::text || '"}}' as row1
    from (
      select reporting_units_2."code"
      from "reporting_units" as reporting_units_2
      order by reporting_units_2."code"
      limit $2::bigint
    ) as reporting_units_2
    left join lateral (
      select coalesce(sum(p.passed), 0) as v1, coalesce(sum(p.target), 0) as v2, round(coalesce(sum(p.passed), 0) / nullif(coalesce(sum(p.target), 0), 0)::numeric, 6) as v3, round(coalesce(sum(p.paid), 0), 2) as v4
      from platform_progress as p
      where p."unit_code" = reporting_units_2."code" and p.batch_id = (
        select id
        from batches
        where number = $1::integer
      ) having true
    ) as progress_3 on true
  ) as page_1
), 'null'), 'UTF8') as root_1, convert_to(coalesce((
  select '{"nodes":[' || coalesce(string_agg(page_4.row1, ','), '') || ']}' as json
  from (
    select '{"progress":{"flags":' || coalesce(progress_6.v1::text, 'null') || ',"atRisk":' || coalesce('"' || progress_6.v2::text || '"', 'null') || '}}' as row1
    from (
      select platforms_5."unit_code", platforms_5."id"
      from "platforms" as platforms_5
      order by platforms_5."id"
      limit $3::bigint
    ) as platforms_5
    left join lateral (
      select coalesce(sum(p.flags), 0) as v1, round(coalesce(sum(p.at_risk), 0), 2) as v2
      from platform_progress as p
      where p.unit_code = platforms_5."unit_code" and p."platform_id" = platforms_5."id" having true
    ) as progress_6 on true
  ) as page_4
), 'null'), 'UTF8') as root_2
