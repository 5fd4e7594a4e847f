// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/** Debezium's types that can go on in a form that every sink knows. */
public enum PlainType {
    /** STRING without Debezium's name. */
    UUID,
    /** STRING of 0 and 1, the highest bit first. */
    BITS,
    /** STRING without Debezium's name and list of values. */
    ENUM,
    /** STRING: EWKB in hexadecimal digits, as PostGIS reads it. */
    GEOMETRY,
    /** ARRAY of numbers; of a sparse vector, STRING as pgvector writes it. */
    VECTOR
}
