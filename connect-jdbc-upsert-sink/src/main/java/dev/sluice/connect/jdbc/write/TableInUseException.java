// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import org.apache.kafka.connect.errors.RetriableException;

/** A table is to be made or changed, and others use it for longer than the sink may keep all who come after them waiting. */
public final class TableInUseException extends RetriableException {
    TableInUseException(String message) {
        super(message);
    }
}
