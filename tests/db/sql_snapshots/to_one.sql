-- $1: 50
select convert_to(coalesce((
  select '{"nodes":[' || coalesce(string_agg(page_1.row1, ',' order by page_1._rank), '') || ']}' as json
  from (
    select '{"platform":' || case when platforms_3."id" is null then 'null' else '{"organization":' || case when organizations_4."id" is null then 'null' else '{"name":' || to_json(organizations_4."name")::text || '}' end || ',"planIndustry":' || case when plan_industries_5."id" is null then 'null' else '{"industry":' || case when industries_6."id" is null then 'null' else '{"code":' || to_json(industries_6."code")::text || ',"sector":' || coalesce('"' || upper(industries_6."sector" collate "C") || '"', 'null') || '}' end || '}' end || '}' end || ',"expert":' || case when users_7."id" is null then 'null' else '{"username":' || to_json(users_7."username")::text || '}' end || '}' as row1, projects_2._rank
    from (
      select *, row_number() over () as _rank
      from (
        select projects_2."unit_code", projects_2."platform_id", projects_2."expert_id"
        from "projects" as projects_2
        order by projects_2."id"
        limit $1::bigint
      ) as projects_2
    ) as projects_2
    left join "platforms" as platforms_3 on platforms_3."unit_code" = projects_2."unit_code" and platforms_3."id" = projects_2."platform_id"
    left join "organizations" as organizations_4 on organizations_4."id" = platforms_3."organization_id"
    left join "plan_industries" as plan_industries_5 on plan_industries_5."unit_code" = platforms_3."unit_code" and plan_industries_5."id" = platforms_3."plan_industry_id"
    left join "industries" as industries_6 on industries_6."id" = plan_industries_5."industry_id"
    left join "users" as users_7 on users_7."id" = projects_2."expert_id"
  ) as page_1
), 'null'), 'UTF8') as root_1
