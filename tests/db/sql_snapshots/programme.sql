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
    from platform_progress as p having true
  ) as progress_1 on true
  left join lateral (
    select string_agg('{"month":"' || month_3.month::text || '","passed":' || month_3.v1::text || ',"paid":"' || month_3.v2::text || '"}', ',' order by month_3.month) as json
    from (
      select date_trunc('month', p.day::timestamp)::date as month, coalesce(sum(p.passed), 0) as v1, round(coalesce(sum(p.paid), 0), 2) as v2
      from (
        select day, sum(contracted) as contracted, sum(passed) as passed, sum(confirmed) as confirmed, sum(prepaid) as prepaid, sum(paid) as paid
        from (
          select contracted_on as day, 1, 0, 0, null::numeric, null::numeric
          from projects as t
          where state <> 'withdrawn' and contracted_on is not null and true union all select accepted_on as day, 0, 1, 0, null::numeric, null::numeric
          from projects as t
          where state = 'passed' and accepted_on is not null and true union all select confirmed_on as day, 0, 0, 1, null::numeric, null::numeric
          from projects as t
          where true and confirmed_on is not null and true union all select paid_on, 0, 0, 0, case when kind = 'prepayment' then amount else 0 end, case when kind = 'recovery' then -amount else amount end
          from disbursements as t
          where true and true
        ) as facts (day, contracted, passed, confirmed, prepaid, paid)
        group by day
      ) as p
      group by month
    ) as month_3
  ) as months_2 on true
), 'null'), 'UTF8') as root_1
