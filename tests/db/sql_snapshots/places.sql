-- $1: 'passed'
-- $2: '7'
-- $3: 2
-- $4: '7'
-- $5: 2
-- $6: '2023-05-01'
-- $7: '7'
-- $8: '320000'
-- $9: '7'
-- $10: 3
-- $11: 2
select convert_to(coalesce((
  select '{"nodes":[' || coalesce(string_agg(page_1.row1, ','), '') || ']}' as json
  from (
    select '{"id":"' || encode(convert_to('Project:' || projects_2."id", 'UTF8'), 'base64') || '"}' as row1
    from (
      select projects_2."id"
      from "projects" as projects_2
      where projects_2."state" <= $1::text::text and (projects_2."state" < $1::text::text or projects_2."id" > $2::text::bigint)
      order by projects_2."state" desc, projects_2."id"
      limit $3::bigint
    ) as projects_2
  ) as page_1
), 'null'), 'UTF8') as root_1, convert_to(coalesce((
  select '{"nodes":[' || coalesce(string_agg(page_3.row1, ','), '') || ']}' as json
  from (
    select '{"id":"' || encode(convert_to('Project:' || projects_4."id", 'UTF8'), 'base64') || '"}' as row1
    from (
      select projects_4."id"
      from "projects" as projects_4
      where projects_4."accepted_on" is null and projects_4."id" > $4::text::bigint
      order by projects_4."accepted_on" nulls last, projects_4."id"
      limit $5::bigint
    ) as projects_4
  ) as page_3
), 'null'), 'UTF8') as root_2, convert_to(coalesce((
  select '{"pageInfo":{"hasNextPage":' || ((
    select true
    from "projects" as projects_7
    where projects_7."accepted_on" <= $6::text::date and (projects_7."accepted_on" < $6::text::date or projects_7."id" >= $7::text::bigint)
    order by projects_7."accepted_on" desc nulls first, projects_7."id"
    limit 1
  ) is not null)::text || '}}' as json
), 'null'), 'UTF8') as root_3, convert_to(coalesce((
  select '{"nodes":[' || coalesce(string_agg(page_8.row1, ','), '') || '],"pageInfo":{"hasPreviousPage":' || ((
    select true
    from "projects" as projects_10
    where (projects_10."unit_code", projects_10."id") <= ($8::text::text, $9::text::bigint)
    order by projects_10."unit_code" desc, projects_10."id" desc
    limit 1
  ) is not null or $10::bigint > 0 and (
    select true
    from "projects" as projects_11
    where (projects_11."unit_code", projects_11."id") > ($8::text::text, $9::text::bigint)
    order by projects_11."unit_code", projects_11."id"
    limit 1
  ) is not null)::text || '}}' as json
  from (
    select '{"id":"' || encode(convert_to('Project:' || projects_9."id", 'UTF8'), 'base64') || '"}' as row1
    from (
      select projects_9."id"
      from "projects" as projects_9
      where (projects_9."unit_code", projects_9."id") > ($8::text::text, $9::text::bigint)
      order by projects_9."unit_code", projects_9."id"
      limit $11::bigint
      offset $10::bigint
    ) as projects_9
  ) as page_8
), 'null'), 'UTF8') as root_4
