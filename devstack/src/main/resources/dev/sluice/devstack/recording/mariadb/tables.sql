-- SPDX-License-Identifier: Apache-2.0
-- A column of each type that MySQL and MariaDB have; signed and unsigned, with and without a length.
CREATE TABLE types (
    id INT PRIMARY KEY,
    a_tinyint TINYINT,
    a_tinyint_unsigned TINYINT UNSIGNED,
    a_boolean BOOLEAN,
    a_smallint SMALLINT,
    a_smallint_unsigned SMALLINT UNSIGNED,
    a_mediumint MEDIUMINT,
    an_int_unsigned INT UNSIGNED,
    a_bigint BIGINT,
    a_bigint_unsigned BIGINT UNSIGNED,
    a_float FLOAT,
    a_double DOUBLE,
    a_decimal DECIMAL(12, 3),
    a_large_decimal DECIMAL(65, 30),
    a_bit BIT(1),
    bits BIT(12),
    a_char CHAR(5),
    a_varchar VARCHAR(20),
    a_text TEXT,
    a_longtext LONGTEXT,
    a_binary BINARY(4),
    a_varbinary VARBINARY(8),
    a_blob BLOB,
    a_date DATE,
    a_time TIME,
    a_time_6 TIME(6),
    a_datetime DATETIME,
    a_datetime_3 DATETIME(3),
    a_datetime_6 DATETIME(6),
    a_timestamp TIMESTAMP NULL,
    a_timestamp_6 TIMESTAMP(6) NULL,
    a_year YEAR,
    a_json JSON,
    an_enum ENUM ('red', 'green', 'blue'),
    a_set SET ('small', 'large', 'round'),
    a_point POINT,
    a_geometry GEOMETRY,
    in_latin1 VARCHAR(20) CHARACTER SET latin1,
    with_default VARCHAR(20) DEFAULT 'none',
    required VARCHAR(20) NOT NULL DEFAULT 'some',
    `odd name, ünïcode` VARCHAR(20)
);
-- Without a primary key; a unique index does not make one.
CREATE TABLE keyless (name VARCHAR(20), amount INT, UNIQUE (name));
-- A key of two columns, not the first ones.
CREATE TABLE order_lines (note VARCHAR(20), order_id BIGINT, line_number SMALLINT, PRIMARY KEY (order_id, line_number));
INSERT INTO types (id, a_text) VALUES (1, 'read by the snapshot');
