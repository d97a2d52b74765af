-- $1: 50
select convert_to(coalesce((
  select '{"nodes":[' || coalesce(string_agg(page_1.row1, ',' order by page_1._rank), '') || ']}' as json
  from (
    select '{"bankAccount":' || coalesce(to_json(case when length(platforms_2."bank_account") < 8 then '****' else '****' || right(platforms_2."bank_account", 4) end)::text, 'null') || ',"contactPhone":' || coalesce(to_json(case when length(platforms_2."contact_phone") < 8 then '****' else '****' || right(platforms_2."contact_phone", 4) end)::text, 'null') || ',"organization":{"phone":' || coalesce(to_json(case when length(organizations_3."phone") < 8 then '****' else '****' || right(organizations_3."phone", 4) end)::text, 'null') || '}}' as row1, platforms_2._rank
    from (
      select *, row_number() over () as _rank
      from (
        select platforms_2."bank_account", platforms_2."contact_phone", platforms_2."organization_id"
        from "platforms" as platforms_2
        order by platforms_2."id"
        limit $1::bigint
      ) as platforms_2
    ) as platforms_2
    left join "organizations" as organizations_3 on organizations_3."id" = platforms_2."organization_id"
  ) as page_1
), 'null'), 'UTF8') as root_1
