-- $1: 'passed'
-- $2: 'passed'
-- $3: 2
select convert_to(coalesce((
  select '{"estimatedCount":' || (
    select case when n <= 10000 then n else greatest(n, (
      select round(count(*) * 100 / (
        select least(100, 100000.0 / greatest(relpages, 1))
        from pg_class
        where oid = '"projects"'::regclass
      ))::bigint
      from "projects" as projects_3 tablesample system ((
        select least(100, 100000.0 / greatest(relpages, 1))
        from pg_class
        where oid = '"projects"'::regclass
      )) repeatable (1)
      where projects_3."state" = $1::text
    )) end
    from (
      select count(*) as n
      from (
        select
        from "projects" as projects_2
        where projects_2."state" = $1::text
        limit 10001
      ) as few
    ) as counted
  )::text || '}' as json
), 'null'), 'UTF8') as root_1, convert_to(coalesce((
  select '{"estimatedCount":' || (
    select case when n <= 10000 then n else greatest(n, (
      select round(count(*) * 100 / (
        select least(100, 100000.0 / greatest(relpages, 1))
        from pg_class
        where oid = '"reporting_units"'::regclass
      ))::bigint
      from "reporting_units" as reporting_units_10 tablesample system ((
        select least(100, 100000.0 / greatest(relpages, 1))
        from pg_class
        where oid = '"reporting_units"'::regclass
      )) repeatable (1)
    )) end
    from (
      select count(*) as n
      from (
        select
        from "reporting_units" as reporting_units_9
        limit 10001
      ) as few
    ) as counted
  )::text || ',"nodes":[' || coalesce(string_agg(page_4.row1, ','), '') || ']}' as json
  from (
    select '{"projects":' || rows_6.json || '}' as row1
    from (
      select reporting_units_5."code"
      from "reporting_units" as reporting_units_5
      order by reporting_units_5."code"
      limit $3::bigint
    ) as reporting_units_5
    left join lateral (
      select '{"estimatedCount":' || (
        select count(*)
        from "projects" as projects_8
        where projects_8."unit_code" = reporting_units_5."code" and projects_8."state" = $2::text
      )::text || '}' as json
    ) as rows_6 on true
  ) as page_4
), 'null'), 'UTF8') as root_2
