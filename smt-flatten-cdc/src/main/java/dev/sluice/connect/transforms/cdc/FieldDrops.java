// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;

/** The fields that a record itself says are to be left out, in the header that the user named for it. */
record FieldDrops(DropSettings settings) {
    /** The sets of dropped fields in use at once are few: those that change together. */
    static final int REMEMBERED = 64;

    /** Empty where nothing is dropped. */
    Set<String> of(ConnectRecord<?> record) {
        if (settings.header().isEmpty()) {
            return Set.of();
        }
        Iterator<Header> headers = record.headers().allWithName(settings.header());
        Object names = headers.hasNext() ? headers.next().value() : null;
        if (names == null) {
            return Set.of();
        }
        if (!(names instanceof List<?> list)) {
            throw new DataException("header '" + settings.header()
                    + "', which drop.fields.header.name names, is not a list of field names");
        }
        return list.stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet());
    }

    boolean fromKey() {
        return settings.fromKey();
    }

    boolean mayDrop(Schema field) {
        return field.isOptional() || !settings.keepRequired();
    }
}
