-- $1: 'platforms'
-- $2: 'lighthouses_min'
-- $3: 'lighthouses_max'
select convert_to(coalesce((
  select '{"platformsTarget":' || coalesce((
    select "value"::integer
    from "limits"
    where "key" = $1::text and "valid_from" <= current_date and ("valid_until" is null or "valid_until" > current_date)
    order by "valid_from" desc
    limit 1
  ), 0)::text || ',"progress":{"passed":' || progress_1.v1::text || ',"target":' || progress_1.v2::text || ',"targetMax":' || coalesce(progress_1.v3::text, 'null') || ',"share":' || coalesce(progress_1.v4::text, 'null') || '},"months":[' || coalesce(months_2.json, '') || ']}' as json
  from (
    select
  ) as programme
  left join lateral (
    select coalesce(sum(p.passed), 0) as v1, coalesce((
      select "value"::integer
      from "limits"
      where "key" = $2::text and "valid_from" <= current_date and ("valid_until" is null or "valid_until" > current_date)
      order by "valid_from" desc
      limit 1
    ), 0) as v2, coalesce((
      select "value"::integer
      from "limits"
      where "key" = $3::text and "valid_from" <= current_date and ("valid_until" is null or "valid_until" > current_date)
      order by "valid_from" desc
      limit 1
    ), 0) as v3, round(coalesce(sum(p.passed), 0) / nullif(coalesce((
      select "value"::integer
      from "limits"
      where "key" = $2::text and "valid_from" <= current_date and ("valid_until" is null or "valid_until" > current_date)
      order by "valid_from" desc
      limit 1
    ), 0), 0)::numeric, 6) as v4
    from platform_progress as p
  ) as progress_1 on true
  left join lateral (
    select string_agg('{"month":"' || month_3.month::text || '","passed":' || month_3.v1::text || ',"paid":"' || month_3.v2::text || '"}', ',' order by month_3.month) as json
    from (
      select p.month, coalesce(sum(p.passed), 0) as v1, round(coalesce(sum(p.paid), 0), 2) as v2
      from platform_months as p
      group by p.month
    ) as month_3
  ) as months_2 on true
), 'null'), 'UTF8') as root_1
