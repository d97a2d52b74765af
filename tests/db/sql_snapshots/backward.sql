-- $1: 3
select convert_to(coalesce((
  select '{"nodes":[' || coalesce(string_agg(page_1.row1, ',' order by page_1._rank desc) filter (where page_1._rank <= $1::bigint), '') || '],"pageInfo":{"hasPreviousPage":' || (count(*) > $1::bigint)::text || '}}' as json
  from (
    select '{"id":"' || encode(convert_to('Project:' || projects_2."id", 'UTF8'), 'base64') || '"}' as row1, projects_2._rank
    from (
      select *, row_number() over () as _rank
      from (
        select projects_2."id"
        from "projects" as projects_2
        left join "platforms" as platforms_3 on platforms_3."unit_code" = projects_2."unit_code" and platforms_3."id" = projects_2."platform_id"
        left join "organizations" as organizations_4 on organizations_4."id" = platforms_3."organization_id"
        order by projects_2."accepted_on" nulls first, organizations_4."name" desc nulls first, projects_2."id" desc
        limit $1::bigint + 1
      ) as projects_2
    ) as projects_2
  ) as page_1
), 'null'), 'UTF8') as root_1
