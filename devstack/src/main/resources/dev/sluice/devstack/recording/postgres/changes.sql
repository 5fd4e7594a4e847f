-- SPDX-License-Identifier: Apache-2.0
-- Inserted, updated, given another key (a delete, a tombstone and an insert), deleted (with a tombstone).
INSERT INTO types VALUES (2, -12, 9007199254740993, 3, 42, 1.5, 0.1, 12345.678, 3.14159265358979323846, 1234.56, true, 'char', 'varchar', 'text', 'CiText',
    '\xdeadbeef'::bytea, B'1', B'101010101010', B'101', '2026-11-20', '05:43:12.123456', '05:43:12.123', '05:43:12.123456+02',
    '2026-11-20 05:43:12.123456', '2026-11-20 05:43:12.123', '2026-11-20 05:43:12.123456+02', '1 year 2 mons 3 days 04:05:06.789',
    '3f2504e0-4f89-11d3-9a0c-0305e82c3301', '{"a": [1, 2.50]}', '{"b": {"c": null}}', '<a>1</a>', '192.168.0.1/24', '192.168.0.0/24',
    '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05', '(1.5,-2)', '(1,1),(0,0)', '((0,0),(1,0),(1,1))', '"k"=>"v", "n"=>NULL', 'top.sub',
    'a fat cat'::tsvector, '[1,10)', '[1,10)', '[1.5,2.5]', '[2026-11-20 00:00,2026-11-21 00:00)', '[2026-11-20 00:00+00,2026-11-21 00:00+00)',
    '[2026-11-20,2026-11-25)', 'green', 7, '{t,f,NULL}', '{1,-2}', '{1,NULL,3}', '{1,9007199254740993}', '{1.5,NaN}', '{1.25,-3}',
    '{one,"two, too",NULL}', '{3f2504e0-4f89-11d3-9a0c-0305e82c3301}', '{2026-11-20}', '{2026-11-20 05:43:12.123456}',
    '{2026-11-20 05:43:12.123456+02}', '{red,blue}', 'given', 'given too', 'odd');
UPDATE types SET a_text = NULL, a_double = 'Infinity', a_timestamptz = '-infinity', with_default = NULL WHERE id = 2;
UPDATE types SET id = 3 WHERE id = 2;
DELETE FROM types WHERE id = 3;
INSERT INTO types (id, with_default) VALUES (4, NULL);
UPDATE types SET a_bigint = -1 WHERE id = 4;
TRUNCATE types;
-- Inserted, updated, given another key (a delete, a tombstone and an insert), deleted (with a tombstone).
INSERT INTO types_full VALUES (2, -12, 9007199254740993, 3, 42, 1.5, 0.1, 12345.678, 3.14159265358979323846, 1234.56, true, 'char', 'varchar', 'text', 'CiText',
    '\xdeadbeef'::bytea, B'1', B'101010101010', B'101', '2026-11-20', '05:43:12.123456', '05:43:12.123', '05:43:12.123456+02',
    '2026-11-20 05:43:12.123456', '2026-11-20 05:43:12.123', '2026-11-20 05:43:12.123456+02', '1 year 2 mons 3 days 04:05:06.789',
    '3f2504e0-4f89-11d3-9a0c-0305e82c3301', '{"a": [1, 2.50]}', '{"b": {"c": null}}', '<a>1</a>', '192.168.0.1/24', '192.168.0.0/24',
    '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05', '(1.5,-2)', '(1,1),(0,0)', '((0,0),(1,0),(1,1))', '"k"=>"v", "n"=>NULL', 'top.sub',
    'a fat cat'::tsvector, '[1,10)', '[1,10)', '[1.5,2.5]', '[2026-11-20 00:00,2026-11-21 00:00)', '[2026-11-20 00:00+00,2026-11-21 00:00+00)',
    '[2026-11-20,2026-11-25)', 'green', 7, '{t,f,NULL}', '{1,-2}', '{1,NULL,3}', '{1,9007199254740993}', '{1.5,NaN}', '{1.25,-3}',
    '{one,"two, too",NULL}', '{3f2504e0-4f89-11d3-9a0c-0305e82c3301}', '{2026-11-20}', '{2026-11-20 05:43:12.123456}',
    '{2026-11-20 05:43:12.123456+02}', '{red,blue}', 'given', 'given too', 'odd');
UPDATE types_full SET a_text = NULL, a_double = 'Infinity', a_timestamptz = '-infinity', with_default = NULL WHERE id = 2;
UPDATE types_full SET id = 3 WHERE id = 2;
DELETE FROM types_full WHERE id = 3;
INSERT INTO types_full (id, with_default) VALUES (4, NULL);
UPDATE types_full SET a_bigint = -1 WHERE id = 4;
TRUNCATE types_full;
-- The update leaves all but the title alone.
INSERT INTO documents VALUES (2, 'first', repeat('b', 2100), decode(repeat('ab', 2100), 'hex'), jsonb_build_object('j', repeat('j', 2100)),
    hstore('h', repeat('h', 2100)), ARRAY[repeat('t', 2100)], array_fill(7, ARRAY[550]), array_fill(7::bigint, ARRAY[300]),
    array_fill('3f2504e0-4f89-11d3-9a0c-0305e82c3301'::uuid, ARRAY[140]));
UPDATE documents SET title = 'second' WHERE id = 2;
DELETE FROM documents WHERE id = 2;
INSERT INTO documents_full VALUES (2, 'first', repeat('b', 2100));
UPDATE documents_full SET title = 'second' WHERE id = 2;
INSERT INTO keyless VALUES ('a', 1);
UPDATE keyless SET amount = 2;
DELETE FROM keyless;
-- Neither a row nor an envelope.
SELECT pg_logical_emit_message(true, 'shapes', 'a message');
