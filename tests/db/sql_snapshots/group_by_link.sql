-- $1: 1000
-- $2: 1000
-- $3: 1000
-- $4: 50
select convert_to(coalesce((
  select '{"groupBy":[' || (
    select coalesce(string_agg('{"key":{"unit":{"code":' || coalesce(to_json(groups_3.v1)::text, 'null') || '},"project":{"id":' || coalesce('"' || encode(convert_to('Project:' || groups_3.v2, 'UTF8'), 'base64') || '"', 'null') || '},"submittedOn":' || coalesce('"' || groups_3.v3::text || '"', 'null') || '},"count":' || groups_3.v4::text || ',"sum":{"amount":' || coalesce('"' || groups_3.v5::text || '"', 'null') || '}}', ','), '')
    from (
      select *
      from (
        select claims_2."unit_code" as v1, claims_2."project_id" as v2, date_trunc('month', claims_2."submitted_on"::timestamp)::date as v3, count(*) as v4, sum(claims_2."amount") as v5
        from "claims" as claims_2
        group by 1, 2, 3
      ) as groups_3
      order by groups_3.v1 nulls last, groups_3.v2 nulls last, groups_3.v3 nulls last
      limit $1::bigint
    ) as groups_3
  ) || ']}' as json
), 'null'), 'UTF8') as root_1, convert_to(coalesce((
  select '{"groupBy":[' || (
    select coalesce(string_agg('{"key":{"raisedAt":' || coalesce(to_json(groups_6.v1)::text, 'null') || ',"case":{"id":' || coalesce('"' || encode(convert_to('Case:' || groups_6.v2, 'UTF8'), 'base64') || '"', 'null') || '}},"count":' || groups_6.v3::text || '}', ','), '')
    from (
      select *
      from (
        select date_trunc('week', flags_5."raised_at", 'Asia/Shanghai') as v1, cases_7."id" as v2, count(*) as v3
        from "flags" as flags_5
        left join "cases" as cases_7 on cases_7."unit_code" = flags_5."unit_code" and cases_7."id" = flags_5."case_id"
        group by 1, 2
      ) as groups_6
      order by groups_6.v1 nulls last, groups_6.v2 nulls last
      limit $2::bigint
    ) as groups_6
  ) || ']}' as json
), 'null'), 'UTF8') as root_2, convert_to(coalesce((
  select '{"nodes":[' || coalesce(string_agg(page_8.row1, ','), '') || ']}' as json
  from (
    select '{"industries":' || rows_10.json || '}' as row1
    from (
      select plans_9."unit_code", plans_9."id"
      from "plans" as plans_9
      order by plans_9."id"
      limit $4::bigint
    ) as plans_9
    left join lateral (
      select '{"groupBy":[' || (
        select coalesce(string_agg('{"count":' || groups_13.v1::text || '}', ','), '')
        from (
          select *
          from (
            select count(*) as v1
            from "plan_industries" as plan_industries_12
            where plan_industries_12."unit_code" = plans_9."unit_code" and plan_industries_12."plan_id" = plans_9."id" having true
          ) as groups_13
          limit $3::bigint
        ) as groups_13
      ) || ']}' as json
    ) as rows_10 on true
  ) as page_8
), 'null'), 'UTF8') as root_3
