-- $1: 'rejected'
-- $2: Decimal('1')
-- $3: 3
-- $4: Decimal('10')
-- $5: 10
-- $6: 20
select convert_to(coalesce((
  select '{"groupBy":[' || (
    select coalesce(string_agg('{"key":{"unit":{"code":' || coalesce(to_json(groups_3.v1)::text, 'null') || ',"shortName":' || coalesce(to_json(reporting_units_4."short_name")::text, 'null') || '},"month":' || coalesce('"' || groups_3.v2::text || '"', 'null') || ',"project":{"platform":{"planIndustry":{"plan":{"batch":{"number":' || coalesce(groups_3.v3::text, 'null') || '}}}}}},"count":' || groups_3.v4::text || ',"sum":{"amount":' || coalesce('"' || groups_3.v5::text || '"', 'null') || '}}', ',' order by groups_3._rank), '')
    from (
      select *, row_number() over (order by groups_3.v5 desc nulls last, groups_3.v2 nulls last, groups_3.v1 nulls last, groups_3.v3 nulls last) as _rank
      from (
        select claims_2."unit_code" as v1, date_trunc('month', claims_2."submitted_on"::timestamp)::date as v2, batches_9."number" as v3, count(*) as v4, sum(claims_2."amount") as v5
        from "claims" as claims_2
        left join "projects" as projects_5 on projects_5."unit_code" = claims_2."unit_code" and projects_5."id" = claims_2."project_id"
        left join "platforms" as platforms_6 on platforms_6."unit_code" = projects_5."unit_code" and platforms_6."id" = projects_5."platform_id"
        left join "plan_industries" as plan_industries_7 on plan_industries_7."unit_code" = platforms_6."unit_code" and plan_industries_7."id" = platforms_6."plan_industry_id"
        left join "plans" as plans_8 on plans_8."unit_code" = plan_industries_7."unit_code" and plans_8."id" = plan_industries_7."plan_id"
        left join "batches" as batches_9 on batches_9."id" = plans_8."batch_id"
        where claims_2."state" <> $1::text
        group by 1, 2, 3 having (count(*) filter (where claims_2."amount" > $2::numeric) >= $3::bigint and (sum(claims_2."amount") filter (where claims_2."amount" > $2::numeric) > $4::numeric or (max(claims_2."decided_on") filter (where claims_2."amount" > $2::numeric) is null) is not true))
      ) as groups_3
      order by groups_3.v5 desc nulls last, groups_3.v2 nulls last, groups_3.v1 nulls last, groups_3.v3 nulls last
      limit $5::bigint
      offset $6::bigint
    ) as groups_3
    left join "reporting_units" as reporting_units_4 on reporting_units_4."code" = groups_3.v1
  ) || ']}' as json
), 'null'), 'UTF8') as root_1
