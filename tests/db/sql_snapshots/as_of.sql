-- $1: 'lighthouses_min'
-- $2: datetime.date(2024, 1, 31)
-- $3: datetime.date(2024, 1, 31)
-- $4: datetime.date(2024, 1, 31)
-- $5: 40
-- $6: datetime.date(2024, 1, 31)
-- $7: datetime.date(2024, 1, 31)
-- $8: 5
-- $9: datetime.date(2023, 1, 31)
-- $10: datetime.date(2024, 1, 31)
-- $11: ['passed']
-- $12: 5
select convert_to(coalesce((
  select '{"progress":{"platforms":' || progress_1.v1::text || ',"passed":' || progress_1.v2::text || ',"share":' || coalesce(progress_1.v3::text, 'null') || ',"target":' || progress_1.v4::text || ',"awarded":"' || progress_1.v5::text || '","paid":"' || progress_1.v6::text || '","flags":' || coalesce(progress_1.v7::text, 'null') || '},"months":[' || coalesce(months_2.json, '') || ']}' as json
  from (
    select
  ) as programme
  left join lateral (
    select count(p.platform_id) as v1, coalesce(sum(p.passed), 0) as v2, round(coalesce(sum(p.passed), 0) / nullif(coalesce((
      select "value"::integer
      from "limits"
      where "key" = $1::text and "valid_from" <= $2::date and ("valid_until" is null or "valid_until" > $2::date)
      order by "valid_from" desc
      limit 1
    ), 0), 0)::numeric, 6) as v3, coalesce((
      select "value"::integer
      from "limits"
      where "key" = $1::text and "valid_from" <= $2::date and ("valid_until" is null or "valid_until" > $2::date)
      order by "valid_from" desc
      limit 1
    ), 0) as v4, round(coalesce(sum(p.awarded), 0), 2) as v5, round(coalesce(sum(p.paid), 0), 2) as v6, coalesce(sum(p.flags), 0) as v7
    from (
      select platforms.unit_code, platforms.id as platform_id, plan_industries.industry_id, (coalesce(life.award, 0))::numeric as awarded, (null)::bigint as flags, (null)::numeric as paid, (null)::bigint as passed, (life.planned)::bigint as target
      from platforms join plan_industries on plan_industries.unit_code = platforms.unit_code and plan_industries.id = platforms.plan_industry_id join (
        select unit_code, subject_id, (array_agg(figure order by id desc) filter (where action in ('appoint', 'replan')))[1] as planned, (array_agg(figure order by id desc) filter (where action in ('settle', 'disqualify')))[1] as award
        from events
        where subject = 'Platform' and at < (($2::date + 1)::timestamp at time zone 'Asia/Shanghai')
        group by unit_code, subject_id
      ) as life on life.unit_code = platforms.unit_code and life.subject_id = platforms.id
      where true union all select null, null, null, (null)::numeric as awarded, (null)::bigint as flags, (null)::numeric as paid, (count(*) filter (where step.passed))::bigint as passed, (null)::bigint as target
      from projects join (
        select unit_code, subject_id, bool_or(action = 'contract') as contracted, bool_or(action = 'deliver') as delivered, bool_or(action = 'confirm') as confirmed, bool_or(to_state = 'passed') as passed, bool_or(to_state = 'withdrawn') as withdrawn, bool_or(to_state in ('failed', 'withdrawn')) as gone
        from events
        where subject = 'Project' and at < (($2::date + 1)::timestamp at time zone 'Asia/Shanghai')
        group by unit_code, subject_id
      ) as step on step.unit_code = projects.unit_code and step.subject_id = projects.id
      where true union all select null, null, null, (null)::numeric as awarded, (count(*))::bigint as flags, (null)::numeric as paid, (null)::bigint as passed, (null)::bigint as target
      from flags join (
        select unit_code, subject_id
        from events
        where subject = 'Flag' and at < (($2::date + 1)::timestamp at time zone 'Asia/Shanghai')
        group by unit_code, subject_id having coalesce(max(id) filter (where to_state in ('dismissed', 'lapsed', 'shadow')), 0) <= coalesce(max(id) filter (where to_state not in ('dismissed', 'lapsed', 'shadow')), 0)
      ) as fate on fate.unit_code = flags.unit_code and fate.subject_id = flags.id
      where true union all select null, null, null, (null)::numeric as awarded, (null)::bigint as flags, (sum(case when kind = 'recovery' then -amount else amount end))::numeric as paid, (null)::bigint as passed, (null)::bigint as target
      from disbursements
      where paid_on <= $2::date
    ) as p having true
  ) as progress_1 on true
  left join lateral (
    select string_agg('{"month":"' || month_3.month::text || '","passed":' || month_3.v1::text || ',"paid":"' || month_3.v2::text || '"}', ',' order by month_3.month) as json
    from (
      select date_trunc('month', p.day::timestamp)::date as month, coalesce(sum(p.passed), 0) as v1, round(coalesce(sum(p.paid), 0), 2) as v2
      from (
        select day, sum(contracted) as contracted, sum(passed) as passed, sum(confirmed) as confirmed, sum(prepaid) as prepaid, sum(paid) as paid
        from (
          select facts.*, null::numeric, null::numeric
          from projects as t join (
            select unit_code, subject_id, bool_or(action = 'contract') as contracted, bool_or(action = 'deliver') as delivered, bool_or(action = 'confirm') as confirmed, bool_or(to_state = 'passed') as passed, bool_or(to_state = 'withdrawn') as withdrawn, bool_or(to_state in ('failed', 'withdrawn')) as gone
            from events
            where subject = 'Project' and at < (($3::date + 1)::timestamp at time zone 'Asia/Shanghai')
            group by unit_code, subject_id
          ) as step on step.unit_code = t.unit_code and step.subject_id = t.id cross join lateral (values (case when step.contracted and not step.withdrawn then t.contracted_on end, 1, 0, 0), (case when step.passed then t.accepted_on end, 0, 1, 0), (case when step.confirmed then t.confirmed_on end, 0, 0, 1)) as facts (day, contracted, passed, confirmed)
          where facts.day is not null and true union all select paid_on, 0, 0, 0, case when kind = 'prepayment' then amount else 0 end, case when kind = 'recovery' then -amount else amount end
          from disbursements as t
          where paid_on <= $3::date and true
        ) as facts (day, contracted, passed, confirmed, prepaid, paid)
        group by day
      ) as p
      group by month
    ) as month_3
  ) as months_2 on true
), 'null'), 'UTF8') as root_1, convert_to(coalesce((
  select '{"nodes":[' || coalesce(string_agg(page_4.row1, ','), '') || ']}' as json
  from (
    select '{"code":' || to_json(reporting_units_5."code")::text || ',"progress":{"planned":' || progress_6.v1::text || ',"contracted":' || progress_6.v2::text || ',"claimed":"' || progress_6.v3::text || '"}}' as row1
    from (
      select reporting_units_5."code"
      from "reporting_units" as reporting_units_5
      order by reporting_units_5."code"
      limit $5::bigint
    ) as reporting_units_5
    left join lateral (
      select coalesce(sum(p.planned), 0) as v1, coalesce(sum(p.contracted), 0) as v2, round(coalesce(sum(p.claimed), 0), 2) as v3
      from (
        select platforms.unit_code, platforms.id as platform_id, plan_industries.industry_id, (null)::numeric as claimed, (null)::bigint as contracted, (null)::bigint as planned
        from platforms join plan_industries on plan_industries.unit_code = platforms.unit_code and plan_industries.id = platforms.plan_industry_id join (
          select unit_code, subject_id, (array_agg(figure order by id desc) filter (where action in ('appoint', 'replan')))[1] as planned, (array_agg(figure order by id desc) filter (where action in ('settle', 'disqualify')))[1] as award
          from events
          where subject = 'Platform' and at < (($4::date + 1)::timestamp at time zone 'Asia/Shanghai') and events.unit_code = reporting_units_5."code"
          group by unit_code, subject_id
        ) as life on life.unit_code = platforms.unit_code and life.subject_id = platforms.id
        where true and platforms.unit_code = reporting_units_5."code" union all select null, null, null, (null)::numeric as claimed, (count(*) filter (where step.contracted and not step.withdrawn))::bigint as contracted, (count(*) filter (where not step.gone))::bigint as planned
        from projects join (
          select unit_code, subject_id, bool_or(action = 'contract') as contracted, bool_or(action = 'deliver') as delivered, bool_or(action = 'confirm') as confirmed, bool_or(to_state = 'passed') as passed, bool_or(to_state = 'withdrawn') as withdrawn, bool_or(to_state in ('failed', 'withdrawn')) as gone
          from events
          where subject = 'Project' and at < (($4::date + 1)::timestamp at time zone 'Asia/Shanghai') and events.unit_code = reporting_units_5."code"
          group by unit_code, subject_id
        ) as step on step.unit_code = projects.unit_code and step.subject_id = projects.id
        where true and projects.unit_code = reporting_units_5."code" union all select null, null, null, (sum(claims.amount))::numeric as claimed, (null)::bigint as contracted, (null)::bigint as planned
        from claims join (
          select unit_code, subject_id
          from events
          where subject = 'Claim' and at < (($4::date + 1)::timestamp at time zone 'Asia/Shanghai') and events.unit_code = reporting_units_5."code"
          group by unit_code, subject_id having coalesce(max(id) filter (where to_state in ('rejected')), 0) <= coalesce(max(id) filter (where to_state not in ('rejected')), 0)
        ) as fate on fate.unit_code = claims.unit_code and fate.subject_id = claims.id
        where true and claims.unit_code = reporting_units_5."code"
      ) as p having true
    ) as progress_6 on true
  ) as page_4
), 'null'), 'UTF8') as root_2, convert_to(coalesce((
  select '{"nodes":[' || coalesce(string_agg(page_7.row1, ','), '') || ']}' as json
  from (
    select '{"stateOn":' || coalesce('"' || upper((
      select event_9.to_state
      from events as event_9
      where event_9.unit_code = platforms_8."unit_code" and event_9.subject = 'Platform' and event_9.subject_id = platforms_8."id" and event_9.at < (($6::date + 1)::timestamp at time zone 'Asia/Shanghai')
      order by event_9.id desc
      limit 1
    ) collate "C") || '"', 'null') || ',"progress":{"passed":' || progress_10.v1::text || ',"prepaid":"' || progress_10.v2::text || '","target":' || progress_10.v3::text || '}}' as row1
    from (
      select platforms_8."unit_code", platforms_8."id"
      from "platforms" as platforms_8
      order by platforms_8."id"
      limit $8::bigint
    ) as platforms_8
    left join lateral (
      select coalesce(sum(p.passed), 0) as v1, round(coalesce(sum(p.prepaid), 0), 2) as v2, coalesce(sum(p.target), 0) as v3
      from (
        select platforms.unit_code, platforms.id as platform_id, platforms.plan_industry_id, plan_industries.plan_id, plans.batch_id, plan_industries.industry_id, (of_projects.passed)::bigint as passed, (of_disbursements.prepaid)::numeric as prepaid, (life.planned)::bigint as target
        from platforms join plan_industries on plan_industries.unit_code = platforms.unit_code and plan_industries.id = platforms.plan_industry_id join lateral (
          select count(*), (array_agg(figure order by id desc) filter (where action in ('appoint', 'replan')))[1] as planned, (array_agg(figure order by id desc) filter (where action in ('settle', 'disqualify')))[1] as award
          from events
          where unit_code = platforms.unit_code and subject_id = platforms.id and subject = 'Platform' and at < (($7::date + 1)::timestamp at time zone 'Asia/Shanghai') having count(*) > 0
        ) as life on true join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id
        left join lateral (
          select count(*) filter (where not step.gone) as planned, count(*) filter (where step.contracted and not step.withdrawn) as contracted, count(*) filter (where step.delivered and not step.gone) as delivered, count(*) filter (where step.passed) as passed, count(*) filter (where step.passed and step.confirmed) as confirmed, bool_or(projects.synthetic) as synthetic
          from projects join lateral (
            select count(*), bool_or(action = 'contract') as contracted, bool_or(action = 'deliver') as delivered, bool_or(action = 'confirm') as confirmed, bool_or(to_state = 'passed') as passed, bool_or(to_state = 'withdrawn') as withdrawn, bool_or(to_state in ('failed', 'withdrawn')) as gone
            from events
            where unit_code = projects.unit_code and subject_id = projects.id and subject = 'Project' and at < (($7::date + 1)::timestamp at time zone 'Asia/Shanghai') having count(*) > 0
          ) as step on true
          where projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id and true
        ) as of_projects on true
        left join lateral (
          select sum(amount) filter (where kind = 'prepayment') as prepaid, sum(case when kind = 'recovery' then -amount else amount end) as paid
          from disbursements
          where disbursements.unit_code = platforms.unit_code and disbursements.platform_id = platforms.id and paid_on <= $7::date
        ) as of_disbursements on true
      ) as p
      where p.unit_code = platforms_8."unit_code" and p."platform_id" = platforms_8."id" having true
    ) as progress_10 on true
  ) as page_7
), 'null'), 'UTF8') as root_3, convert_to(coalesce((
  select '{"totalCount":' || (
    select count(*)
    from "projects" as projects_14
    where (
      select event_15.to_state
      from events as event_15
      where event_15.unit_code = projects_14."unit_code" and event_15.subject = 'Project' and event_15.subject_id = projects_14."id" and event_15.at < (($10::date + 1)::timestamp at time zone 'Asia/Shanghai')
      order by event_15.id desc
      limit 1
    ) = any($11::text[])
  )::text || ',"nodes":[' || coalesce(string_agg(page_11.row1, ','), '') || ']}' as json
  from (
    select '{"id":"' || encode(convert_to('Project:' || projects_12."id", 'UTF8'), 'base64') || '","before":' || coalesce('"' || upper((
      select event_13.to_state
      from events as event_13
      where event_13.unit_code = projects_12."unit_code" and event_13.subject = 'Project' and event_13.subject_id = projects_12."id" and event_13.at < (($9::date + 1)::timestamp at time zone 'Asia/Shanghai')
      order by event_13.id desc
      limit 1
    ) collate "C") || '"', 'null') || '}' as row1
    from (
      select projects_12."id", projects_12."unit_code"
      from "projects" as projects_12
      where (
        select event_16.to_state
        from events as event_16
        where event_16.unit_code = projects_12."unit_code" and event_16.subject = 'Project' and event_16.subject_id = projects_12."id" and event_16.at < (($10::date + 1)::timestamp at time zone 'Asia/Shanghai')
        order by event_16.id desc
        limit 1
      ) = any($11::text[])
      order by projects_12."id"
      limit $12::bigint
    ) as projects_12
  ) as page_11
), 'null'), 'UTF8') as root_4
