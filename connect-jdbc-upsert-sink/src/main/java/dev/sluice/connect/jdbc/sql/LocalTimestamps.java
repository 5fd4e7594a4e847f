// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.commons.data.SemanticType;
import dev.sluice.connect.jdbc.change.ColumnMapping;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import org.apache.kafka.connect.data.Schema;

/**
 * Instants as the wall clock of a zone shows them, for columns without a zone.
 *
 * <p>Connect's own timestamps alone are instants without a zone. Debezium's are of a wall clock already, or say their offset; and dates are days.
 */
public final class LocalTimestamps {
    private LocalTimestamps() {}

    /** The mapping for values of this schema in the zone. */
    public static ColumnMapping in(ZoneId zone, Schema schema, ColumnMapping mapping) {
        if (SemanticType.of(schema) != SemanticType.CONNECT_TIMESTAMP || zone.equals(ZoneOffset.UTC)) {
            return mapping;
        }
        return new ColumnMapping(mapping.columnType(), mapping.carrier(), value -> mapping.encoder()
                .encode(shown((Date) value, zone)));
    }

    /** The instant at which a clock in UTC shows what one of the zone shows now. */
    private static Date shown(Date instant, ZoneId zone) {
        long offset = 1_000L * zone.getRules().getOffset(instant.toInstant()).getTotalSeconds();
        return new Date(instant.getTime() + offset);
    }
}
