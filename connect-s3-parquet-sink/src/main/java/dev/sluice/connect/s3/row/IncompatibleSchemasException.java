// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.row;

import org.apache.kafka.connect.errors.DataException;

/** Two schemas have no common one that holds the values of both unchanged. Names the field and both types. */
final class IncompatibleSchemasException extends DataException {
    private static final long serialVersionUID = 1;

    IncompatibleSchemasException(String message) {
        super(message);
    }
}
