-- $1: 2
-- $2: '7'
select convert_to(coalesce((
  select '{"edges":[' || coalesce(string_agg(page_1.row1, ',' order by page_1._rank) filter (where page_1._rank <= $1::bigint), '') || '],"pageInfo":{"hasNextPage":' || (count(*) > $1::bigint)::text || ',"hasPreviousPage":' || ((
    select true
    from "platforms" as platforms_3
    where platforms_3."id" <= $2::text::bigint
    order by platforms_3."id" desc
    limit 1
  ) is not null)::text || ',"startCursor":' || coalesce('"' || (array_agg(page_1."cursor" order by page_1._rank) filter (where page_1._rank <= $1::bigint))[1] || '"', 'null') || ',"endCursor":' || coalesce('"' || (array_agg(page_1."cursor" order by page_1._rank desc) filter (where page_1._rank <= $1::bigint))[1] || '"', 'null') || '}}' as json
  from (
    select '{"cursor":"' || platforms_2."cursor" || '","node":{"planned":' || platforms_2."planned"::text || '}}' as row1, platforms_2._rank, platforms_2."cursor"
    from (
      select *, row_number() over () as _rank
      from (
        select platforms_2."planned", translate(encode(convert_to(json_build_array('e3b0c4', platforms_2."id"::text)::text, 'UTF8'), 'base64'), E'+/=\n', '-_') as "cursor"
        from "platforms" as platforms_2
        where platforms_2."id" > $2::text::bigint
        order by platforms_2."id"
        limit $1::bigint + 1
      ) as platforms_2
    ) as platforms_2
  ) as page_1
), 'null'), 'UTF8') as root_1
