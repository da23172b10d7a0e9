-- Many rows come and go, so that a vacuum is due often; and there are few at any time, so that it is cheap.
CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant text COLLATE "C" NOT NULL,
    topic text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    payload bytea NOT NULL,
    appended_at timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
        autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 10000);

-- Takes the locks of the keys, in the order given, before it takes numbers: who has the lock of a key has the greatest
-- number of that key, until the commit. For that reason it is the last statement of its transaction.
CREATE FUNCTION append_events(
    locks bigint[], of_tenant text, topics text[], keys text[], types text[], payloads bytea[]
) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    lock bigint;
BEGIN
    FOREACH lock IN ARRAY locks LOOP
        PERFORM pg_advisory_xact_lock(lock);
    END LOOP;
    INSERT INTO outbox (tenant, topic, key, type, payload)
    SELECT of_tenant, event.topic, event.key, event.type, event.payload
    FROM unnest(topics, keys, types, payloads) WITH ORDINALITY AS event(topic, key, type, payload, place)
    ORDER BY event.place;
END
$$;
