-- $1: 2
select convert_to(coalesce((
  select '{"totalCount":' || (
    select count(*)
    from "platforms" as platforms_3
  )::text || ',"nodes":[' || coalesce(string_agg(page_1.row1, ','), '') || ']}' as json
  from (
    select '{"id":"' || encode(convert_to('Platform:' || platforms_2."id", 'UTF8'), 'base64') || '","state":"' || upper(platforms_2."state" collate "C") || '","planned":' || platforms_2."planned"::text || ',"award":' || coalesce('"' || platforms_2."award"::text || '"', 'null') || ',"appointedOn":' || coalesce('"' || platforms_2."appointed_on"::text || '"', 'null') || ',"solution":' || coalesce(to_json(platforms_2."solution")::text, 'null') || '}' as row1
    from (
      select platforms_2."id", platforms_2."state", platforms_2."planned", platforms_2."award", platforms_2."appointed_on", platforms_2."solution"
      from "platforms" as platforms_2
      order by platforms_2."id"
      limit $1::bigint
    ) as platforms_2
  ) as page_1
), 'null'), 'UTF8') as root_1
