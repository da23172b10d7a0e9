-- The value of a top-level member as it stands in the key of an index (class IndexKey), or NULL when it is absent.
CREATE FUNCTION member(document jsonb, name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE jsonb_typeof(document -> name)
    WHEN 'string' THEN 's' || replace(replace(document ->> name, E'\x02', E'\x02\x02'), E'\x01', E'\x02\x01')
    WHEN 'number' THEN 'n' || lpad(to_hex((document ->> name)::bigint # (-9223372036854775808)::bigint), 16, '0')
    WHEN 'boolean' THEN 'b' || (document ->> name)
END;
