-- $1: 1000
-- $2: 1000
-- $3: 1000
-- $4: 50
select convert_to(coalesce((
  select '{"nodes":[' || coalesce(string_agg(page_1.row1, ','), '') || ']}' as json
  from (
    select '{"name":' || to_json(reporting_units_2."name")::text || ',"platforms":' || rows_3.json || '}' as row1
    from (
      select reporting_units_2."name", reporting_units_2."code"
      from "reporting_units" as reporting_units_2
      order by reporting_units_2."code"
      limit $4::bigint
    ) as reporting_units_2
    left join lateral (
      select '{"nodes":[' || coalesce(string_agg(page_4.row1, ','), '') || ']}' as json
      from (
        select '{"planned":' || platforms_5."planned"::text || ',"projects":' || rows_6.json || '}' as row1
        from (
          select platforms_5."planned", platforms_5."unit_code", platforms_5."id"
          from "platforms" as platforms_5
          where platforms_5."unit_code" = reporting_units_2."code"
          order by platforms_5."id"
          limit $3::bigint
        ) as platforms_5
        left join lateral (
          select '{"nodes":[' || coalesce(string_agg(page_7.row1, ','), '') || ']}' as json
          from (
            select '{"state":"' || upper(projects_8."state" collate "C") || '","invoices":' || rows_9.json || '}' as row1
            from (
              select projects_8."state", projects_8."unit_code", projects_8."id"
              from "projects" as projects_8
              where projects_8."unit_code" = platforms_5."unit_code" and projects_8."platform_id" = platforms_5."id"
              order by projects_8."id"
              limit $2::bigint
            ) as projects_8
            left join lateral (
              select '{"nodes":[' || coalesce(string_agg(page_10.row1, ','), '') || ']}' as json
              from (
                select '{"number":' || to_json(invoices_11."number")::text || ',"gross":"' || invoices_11."gross"::text || '"}' as row1
                from (
                  select invoices_11."number", invoices_11."gross"
                  from "invoices" as invoices_11
                  where invoices_11."unit_code" = projects_8."unit_code" and invoices_11."project_id" = projects_8."id"
                  order by invoices_11."id"
                  limit $1::bigint
                ) as invoices_11
              ) as page_10
            ) as rows_9 on true
          ) as page_7
        ) as rows_6 on true
      ) as page_4
    ) as rows_3 on true
  ) as page_1
), 'null'), 'UTF8') as root_1
