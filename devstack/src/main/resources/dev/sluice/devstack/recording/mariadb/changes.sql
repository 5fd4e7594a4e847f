-- SPDX-License-Identifier: Apache-2.0
-- Inserted, updated, given another key (a delete, a tombstone and an insert), deleted (with a tombstone).
INSERT INTO types VALUES (2, -12, 250, true, -300, 65535, -8388608, 4294967295, 9007199254740993, 18446744073709551615, 1.5, 0.1, 12345.678,
    12345678901234567890123456789012345.678901234567890123456789012345, b'1', b'101010101010', 'char', 'varchar', 'text', 'long text',
    x'deadbeef', x'00ff', x'cafe', '2026-11-20', '05:43:12', '-838:59:58.999999', '2026-11-20 05:43:12', '2026-11-20 05:43:12.123',
    '2026-11-20 05:43:12.123456', '2026-11-20 05:43:12', '2026-11-20 05:43:12.123456', 2026, '{"a": [1, 2.50]}', 'green', 'small,round',
    POINT(1.5, -2), ST_GeomFromText('LINESTRING(0 0, 1 1)'), 'déjà', 'given', 'given too', 'odd');
UPDATE types SET a_text = NULL, a_date = '9999-12-31', a_datetime = '1000-01-01 00:00:00', with_default = NULL WHERE id = 2;
UPDATE types SET id = 3 WHERE id = 2;
DELETE FROM types WHERE id = 3;
INSERT INTO types (id, with_default) VALUES (4, NULL);
UPDATE types SET a_bigint = -1 WHERE id = 4;
TRUNCATE TABLE types;
INSERT INTO keyless VALUES ('a', 1);
UPDATE keyless SET amount = 2;
DELETE FROM keyless;
-- Several rows in one statement, a key of which a part changes.
INSERT INTO order_lines VALUES ('first', 1, 1), ('second', 1, 2);
UPDATE order_lines SET line_number = 3 WHERE line_number = 2;
REPLACE INTO order_lines VALUES ('replaced', 1, 1);
DELETE FROM order_lines WHERE order_id = 1;
