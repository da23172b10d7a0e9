--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: earlier_2; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA earlier_2;


--
-- Name: append_events(bigint[], text, text[], text[], text[], bytea[]); Type: FUNCTION; Schema: earlier_2; Owner: -
--

CREATE FUNCTION earlier_2.append_events(locks bigint[], of_tenant text, topics text[], keys text[], types text[], payloads bytea[]) RETURNS void
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


--
-- Name: member(jsonb, text); Type: FUNCTION; Schema: earlier_2; Owner: -
--

CREATE FUNCTION earlier_2.member(document jsonb, name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE jsonb_typeof((document -> name)) WHEN 'string'::text THEN ('s'::text || replace(replace((document ->> name), ''::text, ''::text), ''::text, ''::text)) WHEN 'number'::text THEN ('n'::text || lpad(to_hex((((document ->> name))::bigint # '-9223372036854775808'::bigint)), 16, '0'::text)) WHEN 'boolean'::text THEN ('b'::text || (document ->> name)) ELSE NULL::text END;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: d_earlier_notes; Type: TABLE; Schema: earlier_2; Owner: -
--

CREATE TABLE earlier_2.d_earlier_notes (
    tenant text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL,
    document jsonb NOT NULL,
    by_author_seq_948e4cf92643 text GENERATED ALWAYS AS (((((((tenant || '/'::text) || COALESCE(earlier_2.member(document, 'author'::text), ''::text)) || ''::text) || COALESCE(earlier_2.member(document, 'seq'::text), ''::text)) || ''::text) || id)) STORED COLLATE pg_catalog."C",
    by_name_279cbf7fd1ea text GENERATED ALWAYS AS ((((tenant || '/'::text) || earlier_2.member(document, 'name'::text)) || ''::text)) STORED COLLATE pg_catalog."C"
)
WITH (fillfactor='85');


--
-- Name: outbox; Type: TABLE; Schema: earlier_2; Owner: -
--

CREATE TABLE earlier_2.outbox (
    id bigint NOT NULL,
    tenant text NOT NULL COLLATE pg_catalog."C",
    topic text NOT NULL COLLATE pg_catalog."C",
    key text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL COLLATE pg_catalog."C",
    payload bytea NOT NULL,
    appended_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='2000', autovacuum_vacuum_insert_scale_factor='0', autovacuum_vacuum_insert_threshold='10000');


--
-- Name: outbox_id_seq; Type: SEQUENCE; Schema: earlier_2; Owner: -
--

ALTER TABLE earlier_2.outbox ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME earlier_2.outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: parley_schema; Type: TABLE; Schema: earlier_2; Owner: -
--

CREATE TABLE earlier_2.parley_schema (
    number integer NOT NULL,
    name text NOT NULL,
    phase text DEFAULT 'EXPAND'::text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Data for Name: d_earlier_notes; Type: TABLE DATA; Schema: earlier_2; Owner: -
--

COPY earlier_2.d_earlier_notes (tenant, id, version, document) FROM stdin;
tnt_00000000000000000000000000	n1	1	{"seq": 1, "author": "ada"}
tnt_00000000000000000000000000	n3	1	{"seq": 3, "author": "ada"}
tnt_00000000000000000000000000	n2	2	{"seq": 2, "name": "second", "author": "ada"}
\.


--
-- Data for Name: outbox; Type: TABLE DATA; Schema: earlier_2; Owner: -
--

COPY earlier_2.outbox (id, tenant, topic, key, type, payload, appended_at) FROM stdin;
1	tnt_00000000000000000000000000	things	kept	thing.happened.v1	\\x7b226e223a317d	2026-11-23 16:03:28.893325+00
\.


--
-- Data for Name: parley_schema; Type: TABLE DATA; Schema: earlier_2; Owner: -
--

COPY earlier_2.parley_schema (number, name, phase, at) FROM stdin;
1	documents	EXPAND	2026-11-23 16:03:28.288245+00
2	outbox	EXPAND	2026-11-23 16:03:28.306661+00
\.


--
-- Name: outbox_id_seq; Type: SEQUENCE SET; Schema: earlier_2; Owner: -
--

SELECT pg_catalog.setval('earlier_2.outbox_id_seq', 1, true);


--
-- Name: d_earlier_notes d_earlier_notes_id; Type: CONSTRAINT; Schema: earlier_2; Owner: -
--

ALTER TABLE ONLY earlier_2.d_earlier_notes
    ADD CONSTRAINT d_earlier_notes_id PRIMARY KEY (tenant, id);


--
-- Name: outbox outbox_pkey; Type: CONSTRAINT; Schema: earlier_2; Owner: -
--

ALTER TABLE ONLY earlier_2.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);


--
-- Name: parley_schema parley_schema_pkey; Type: CONSTRAINT; Schema: earlier_2; Owner: -
--

ALTER TABLE ONLY earlier_2.parley_schema
    ADD CONSTRAINT parley_schema_pkey PRIMARY KEY (number);


--
-- Name: by_author_seq_948e4cf92643; Type: INDEX; Schema: earlier_2; Owner: -
--

CREATE INDEX by_author_seq_948e4cf92643 ON earlier_2.d_earlier_notes USING btree (by_author_seq_948e4cf92643);


--
-- Name: by_name_279cbf7fd1ea; Type: INDEX; Schema: earlier_2; Owner: -
--

CREATE UNIQUE INDEX by_name_279cbf7fd1ea ON earlier_2.d_earlier_notes USING btree (by_name_279cbf7fd1ea) WHERE (by_name_279cbf7fd1ea IS NOT NULL);


--
-- PostgreSQL database dump complete
--


