-- SPDX-License-Identifier: Apache-2.0
-- A column of each type that Debezium knows, and of some that it does not.
CREATE EXTENSION hstore;
CREATE EXTENSION citext;
CREATE EXTENSION ltree;
CREATE TYPE colour AS ENUM ('red', 'green', 'blue');
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE TABLE types (
    id integer PRIMARY KEY,
    a_smallint smallint,
    a_bigint bigint,
    a_serial serial,
    an_oid oid,
    a_real real,
    a_double double precision,
    a_numeric numeric(12, 3),
    a_numeric_of_any_scale numeric,
    a_money money,
    a_boolean boolean,
    a_char char(5),
    a_varchar varchar(20),
    a_text text,
    a_citext citext,
    a_bytea bytea,
    a_bit bit(1),
    bits bit(12),
    a_varbit varbit(12),
    a_date date,
    a_time time,
    a_time_3 time(3),
    a_timetz timetz,
    a_timestamp timestamp,
    a_timestamp_3 timestamp(3),
    a_timestamptz timestamptz,
    an_interval interval,
    a_uuid uuid,
    a_json json,
    a_jsonb jsonb,
    an_xml xml,
    an_inet inet,
    a_cidr cidr,
    a_macaddr macaddr,
    a_macaddr8 macaddr8,
    a_point point,
    a_box box,
    a_polygon polygon,
    an_hstore hstore,
    an_ltree ltree,
    a_tsvector tsvector,
    an_int4range int4range,
    an_int8range int8range,
    a_numrange numrange,
    a_tsrange tsrange,
    a_tstzrange tstzrange,
    a_daterange daterange,
    an_enum colour,
    a_domain positive,
    booleans boolean[],
    smallints smallint[],
    integers integer[],
    bigints bigint[],
    doubles double precision[],
    numerics numeric(8, 2)[],
    texts text[],
    uuids uuid[],
    dates date[],
    timestamps timestamp[],
    timestamptzs timestamptz[],
    enums colour[],
    with_default text DEFAULT 'none',
    required text NOT NULL DEFAULT 'some',
    "odd name, ünïcode" text
);
CREATE TABLE types_full (LIKE types INCLUDING ALL);
ALTER TABLE types_full REPLICA IDENTITY FULL;
-- Values that are kept out of line and that an update which leaves them alone does not send.
CREATE TABLE documents (
    id integer PRIMARY KEY,
    title text,
    body text,
    data bytea,
    attributes jsonb,
    labels hstore,
    tags text[],
    numbers integer[],
    bigints bigint[],
    uuids uuid[]
);
ALTER TABLE documents ALTER body SET STORAGE EXTERNAL, ALTER data SET STORAGE EXTERNAL, ALTER attributes SET STORAGE EXTERNAL,
    ALTER labels SET STORAGE EXTERNAL, ALTER tags SET STORAGE EXTERNAL, ALTER numbers SET STORAGE EXTERNAL,
    ALTER bigints SET STORAGE EXTERNAL, ALTER uuids SET STORAGE EXTERNAL;
CREATE TABLE documents_full (id integer PRIMARY KEY, title text, body text);
ALTER TABLE documents_full REPLICA IDENTITY FULL;
ALTER TABLE documents_full ALTER body SET STORAGE EXTERNAL;
CREATE TABLE keyless (name text, amount integer);
ALTER TABLE keyless REPLICA IDENTITY FULL;
INSERT INTO types (id, a_text) VALUES (1, 'read by the snapshot');
INSERT INTO types_full (id, a_text) VALUES (1, 'read by the snapshot');
INSERT INTO documents (id, title) VALUES (1, 'read by the snapshot');
