DROP FUNCTION append_events(bigint[], text, text[], text[], text[], bytea[]);
-- With the events that were not relayed.
DROP TABLE outbox;
