-- The value of a top-level member in the order that indexes promise, or NULL when it is absent: a letter for the
-- type, then text as it is, numbers as 16 hexadecimal digits of the 64-bit integer with its sign bit turned, so that
-- they sort as unsigned. Compared by bytes, which is COLLATE "C".
CREATE FUNCTION member(document jsonb, name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE jsonb_typeof(document -> name)
    WHEN 'string' THEN 's' || (document ->> name)
    WHEN 'number' THEN 'n' || lpad(to_hex((document ->> name)::bigint # (-9223372036854775808)::bigint), 16, '0')
    WHEN 'boolean' THEN 'b' || (document ->> name)
END;
