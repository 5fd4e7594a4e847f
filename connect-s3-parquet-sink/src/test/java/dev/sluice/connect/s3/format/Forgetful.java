// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

import java.util.function.Predicate;
import org.apache.kafka.connect.data.Schema;

/** Keeps no schemas. */
public final class Forgetful implements SchemaMemory {
    @Override
    public Kept below(Subject subject, Position record) {
        return null;
    }

    @Override
    public Kept grew(Subject subject, Position record, Schema schema, Predicate<Schema> fits) {
        return new Kept(schema, "nowhere");
    }
}
