// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Headers;

/**
 * How the parts of an envelope are read. All methods throw a {@link DataException} where the envelope is not what it has to be.
 *
 * @param <E> what envelopes are: structs or maps
 */
interface UnwrapPlan<E> {
    Operation operation(E envelope);

    /**
     * The row after an insert, an update or a snapshot read.
     *
     * @param dropped the fields that are left out, as far as they may be
     */
    Row upserted(ConnectRecord<?> record, E envelope, Set<String> dropped);

    /** The row before a delete; as much of it as the key says, where the source sent no more. */
    Row deleted(ConnectRecord<?> record, E envelope, Set<String> dropped);

    /** Sets what the user wants beside the row. */
    void setHeaders(Headers target, ConnectRecord<?> record, E envelope);

    /** The topic with which the record goes on. */
    String topic(ConnectRecord<?> record, E envelope);
}
